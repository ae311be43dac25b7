import { quoteArgument } from "../../core/client/commands.ts";
import type { Reader, RunInfo, StepInfo } from "../../core/client/reader.ts";
import { countsOf, errorDetail, failureLines } from "../progress/summary.ts";
import { displayPath } from "../terminal/code_frame.ts";
import type { Output } from "../terminal/output.ts";
import { safeText } from "../terminal/safe_text.ts";
import { formatTable } from "../terminal/table.ts";
import { formatAge, formatDuration, formatTime } from "../terminal/units.ts";
import { findFailures } from "./failures.ts";
import { shortValue } from "./short_value.ts";
import { sumTasks } from "../../core/client/sum_tasks.ts";
import { statusWord } from "./status_word.ts";

/** Tells people of a run: what it is, its steps, and what failed. */
export async function showRun(reader: Reader, info: RunInfo, out: Output): Promise<void> {
  const { colours } = out;
  const now = Date.now();
  const steps = await reader.steps(info.run);
  const tags = await reader.tags(info.run);
  const until = info.finished ?? (info.status === "running" ? now : null);
  const took = until === null ? "" : ` in ${formatDuration(until - info.created)}`;
  out.line(
    `${colours.bold(safeText(info.run))} ${statusWord(info.status, colours)}${took}: ` +
      countsOf(sumTasks(steps)),
  );
  if (info.status === "lost") {
    out.line("  Its process is gone without an end. flow resume goes on with it.");
  }
  const facts: [name: string, value: string][] = [
    ["started", `${formatTime(info.created)} (${formatAge(info.created, now)})`],
    ["by", safeText(info.user)],
    ["code", `${safeText(info.file)}:${safeText(info.class)}`],
  ];
  if (info.origin !== null) facts.push(["origin run", safeText(info.origin)]);
  if (info.project !== null) {
    facts.push(["project", safeText(`${info.project.name}, branch ${info.project.branch}`)]);
  }
  if (tags.length > 0) facts.push(["tags", tags.map(({ tag }) => safeText(tag)).join(" ")]);
  for (const [name, value] of Object.entries(info.params)) {
    facts.push([`--${safeText(name)}`, shortValue(value, 100)]);
  }
  const width = Math.max(...facts.map(([name]) => name.length));
  for (const [name, value] of facts) {
    out.line(`  ${colours.dim(name.padEnd(width))}  ${value}`);
  }
  if (steps.length > 0) out.line();
  for (const line of stepTable(steps, now, out)) out.line(`  ${line}`);
  await showFailures(reader, info, sumTasks(steps).failed, out);
}

function stepTable(steps: readonly StepInfo[], now: number, { colours }: Output): string[] {
  const rows = steps.map(({ step, started, finished, tasks }) => {
    const open = tasks.running + tasks.queued > 0;
    const until = open ? now : finished;
    return [
      safeText(step),
      countsOf(tasks),
      started === null || until === null ? "" : formatDuration(until - started),
    ];
  });
  const columns = [{ title: "step" }, { title: "tasks" }, {
    title: "took",
    align: "right" as const,
  }];
  return formatTable(columns, rows, Infinity, colours.dim);
}

async function showFailures(
  reader: Reader,
  info: RunInfo,
  failed: number,
  out: Output,
): Promise<void> {
  if (info.status === "running" || info.status === "succeeded") return;
  const failures = await findFailures(reader, info.run);
  if (failures.length === 0 && isError(info.error)) {
    out.line();
    for (const line of errorDetail(info.error, out.colours)) out.line(`  ${line}`);
  }
  const file = `${displayPath(info.file, Deno.cwd())}:${info.class}`;
  const resume = `flow resume ${quoteArgument(file)} --run ${info.run}`;
  for (const line of failureLines(info.run, failures, failed, resume, out.colours)) out.line(line);
}

function isError(error: unknown): error is Parameters<typeof errorDetail>[0] {
  return typeof error === "object" && error !== null && "name" in error && "message" in error;
}
