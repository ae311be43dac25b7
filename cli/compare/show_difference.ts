import type { Json } from "../../store/objects/extend.ts";
import { shortValue } from "../results/short_value.ts";
import type { Colours } from "../terminal/colours.ts";
import type { Output } from "../terminal/output.ts";
import { safeText } from "../terminal/safe_text.ts";
import { formatTable } from "../terminal/table.ts";
import { formatBytes, formatDuration, plural } from "../terminal/units.ts";
import type { ArtifactChange, Pair, RunDifference } from "./compare_runs.ts";
import { diffLines, hunks } from "./line_diff.ts";
import type { ValueChange } from "./value_diff.ts";

const MAX_CHANGES = 10;
const VALUE_COLUMNS = 60;
const CONTEXT = 3;

/** Tells people how two runs differ. */
export function showDifference(difference: RunDifference, out: Output): void {
  const { colours } = out;
  const [before, after] = difference.runs.map(safeText) as Pair<string>;
  out.line(`${colours.red(`- ${before}`)}  ${facts(difference, 0)}`);
  out.line(`${colours.green(`+ ${after}`)}  ${facts(difference, 1)}`);
  const params = Object.entries(difference.params);
  heading("Parameters", params.length === 0, out);
  for (const [name, [old, now]] of params) {
    out.line(`  ${safeText(name)}: ${arrow(old as Json, now as Json, colours)}`);
  }
  const { changed, same } = difference.artifacts;
  heading(
    `Artifacts at the end (${plural(same, "one is", "are")} the same)`,
    changed.length === 0,
    out,
  );
  for (const change of changed) showArtifact(change, out);
  const { code } = difference;
  const files = code.changed.length + code.added.length + code.removed.length;
  heading(`Code (${plural(code.same, "file is", "files are")} the same)`, files === 0, out);
  for (const path of code.changed) out.line(`  ${colours.yellow("~")} ${safeText(path)}`);
  for (const path of code.added) out.line(`  ${colours.green("+")} ${safeText(path)}`);
  for (const path of code.removed) out.line(`  ${colours.red("-")} ${safeText(path)}`);
  out.line();
  showSteps(difference, out);
}

/** The changed lines of a file. */
export function showFileDifference(path: string, before: string, after: string, out: Output): void {
  const { colours } = out;
  out.line(colours.bold(safeText(path)));
  const lines = hunks(diffLines(linesOf(before), linesOf(after)), CONTEXT);
  for (const line of lines) {
    if (typeof line === "number") out.line(colours.dim(`  … ${plural(line, "line")} …`));
    else {
      const text = `${line.mark} ${safeText(line.text.replaceAll("\t", "    "))}`;
      out.line(
        line.mark === "+" ? colours.green(text) : line.mark === "-" ? colours.red(text) : text,
      );
    }
  }
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

function facts({ status, duration }: RunDifference, which: 0 | 1): string {
  const took = duration[which];
  return took === null ? status[which] : `${status[which]} in ${formatDuration(took)}`;
}

function heading(text: string, nothing: boolean, out: Output): void {
  out.line();
  out.line(`${out.colours.bold(text)}${nothing ? ": no difference" : ""}`);
}

function showArtifact({ name, artifacts: [old, now], changes }: ArtifactChange, out: Output): void {
  const { colours } = out;
  const mark = old === null
    ? colours.green("+")
    : now === null
    ? colours.red("-")
    : colours.yellow("~");
  const sizes = old && now && (old.size !== now.size || changes === null)
    ? colours.dim(`  ${formatBytes(old.size)} → ${formatBytes(now.size)}`)
    : "";
  if (changes?.length === 1 && changes[0]!.path === "") {
    out.line(`  ${mark} ${safeText(name)}: ${changeArrow(changes[0]!, colours)}`);
    return;
  }
  out.line(`  ${mark} ${safeText(name)}${sizes}`);
  for (const change of changes?.slice(0, MAX_CHANGES) ?? []) {
    out.line(`      ${safeText(change.path)}: ${changeArrow(change, colours)}`);
  }
  if ((changes?.length ?? 0) > MAX_CHANGES) out.line(colours.dim("      … and more"));
}

function changeArrow(change: ValueChange, colours: Colours): string {
  return arrow(change.before, change.after, colours);
}

function arrow(before: Json | undefined, after: Json | undefined, colours: Colours): string {
  const show = (value: Json | undefined) =>
    value === undefined ? "nothing" : shortValue(value, VALUE_COLUMNS);
  return `${colours.red(show(before))} → ${colours.green(show(after))}`;
}

function showSteps({ steps, runs }: RunDifference, out: Output): void {
  const show = (ms: number | null) => ms === null ? "–" : formatDuration(ms);
  const rows = steps.map(({ step, duration: [old, now], tasks }) => [
    safeText(step),
    show(old),
    show(now),
    tasks[0] === tasks[1] ? String(tasks[0]) : `${tasks[0]} → ${tasks[1]}`,
  ]);
  const right = { align: "right" as const };
  const columns = [
    { title: "step" },
    { title: safeText(runs[0]), ...right },
    { title: safeText(runs[1]), ...right },
    { title: "tasks", ...right },
  ];
  for (const line of formatTable(columns, rows, Infinity, out.colours.dim)) out.line(line);
}
