import type { Colours } from "../terminal/colours.ts";
import { showPlace } from "../terminal/code_frame.ts";
import { safeLines, safeLogLine, safeText } from "../terminal/safe_text.ts";
import { formatCount, formatDuration, plural } from "../terminal/units.ts";
import type { TaskCounts } from "../../core/runtime/events.ts";
import type { ErrorRecord, TaskStatus } from "../../store/metadata/rows.ts";
import type { Failure, RunModel } from "./model.ts";

const FULL_FAILURES = 5;
const MAX_MESSAGE_LINES = 20;
const STATUS_ORDER: readonly TaskStatus[] = [
  "succeeded",
  "caught",
  "failed",
  "cancelled",
  "running",
  "queued",
];

/** One line on how a run ended. */
export function resultLine(model: RunModel, colours: Colours): string {
  const { status, duration, tasks } = model.finished!;
  const mark = status === "succeeded"
    ? colours.green("✓")
    : status === "failed"
    ? colours.red("✗")
    : colours.yellow("■");
  const word = status === "succeeded" ? colours.green(status) : colours.red(status);
  const taken = model.takenOver > 0 ? ` (${formatCount(model.takenOver)} taken over)` : "";
  return `${mark} ${colours.bold(safeText(model.run))} ${word} in ${formatDuration(duration)}: ` +
    `${countsOf(tasks)}${taken}`;
}

/** Number of tasks by status: `12 tasks succeeded, 1 failed`. */
export function countsOf(tasks: TaskCounts): string {
  const known = STATUS_ORDER.filter((status) => (tasks[status] ?? 0) > 0);
  if (known.length === 0) return "no tasks";
  return known.map((status, i) =>
    i === 0
      ? `${plural(tasks[status]!, "task")} ${status}`
      : `${formatCount(tasks[status]!)} ${status}`
  ).join(", ");
}

/**
 * What failed in a run, and what to do next.
 *
 * @param total Tasks that failed, of which the model may keep only some.
 * @param resume The command that goes on with the run.
 */
export function failureLines(
  run: string,
  failures: readonly Failure[],
  total: number,
  resume: string | null,
  colours: Colours,
): string[] {
  const lines: string[] = [];
  for (const failure of failures.slice(0, FULL_FAILURES)) {
    lines.push("", ...failureDetail(failure, colours));
  }
  const more = failures.slice(FULL_FAILURES);
  if (more.length > 0 || total > failures.length) {
    lines.push(
      "",
      `  ${formatCount(total - Math.min(failures.length, FULL_FAILURES))} more failed`,
    );
    for (const { step, task, error } of more) {
      const what = error === null ? "" : `  ${error.name}: ${error.message}`;
      lines.push(
        `    ${colours.red(`${safeText(step)}/${task}`)}${safeText(what.split("\n")[0]!)}`,
      );
    }
  }
  const first = failures[0];
  const next: [command: string, does: string][] = [];
  if (resume !== null) next.push([resume, "run what did not finish, once the cause is mended"]);
  if (first) {
    next.push([`flow logs ${run}/${first.step}/${first.task}`, "all that the task printed"]);
    next.push([`flow dump ${run}/${first.step}/${first.task}`, "what it had set"]);
  } else next.push([`flow status ${run}`, "how far it came"]);
  return [...lines, ...nextLines(next, colours)];
}

/** Where to look after a run that went well. */
export function successLines(run: string, colours: Colours): string[] {
  return nextLines([
    [`flow dump ${run}`, "the values that it left"],
    [`flow status ${run}`, "how its steps went"],
    [`flow diff ${run} RUN`, "what is different from another run"],
  ], colours);
}

function nextLines(next: readonly [command: string, does: string][], colours: Colours): string[] {
  const width = Math.max(...next.map(([command]) => command.length));
  const lines = ["", "  What to do next:"];
  for (const [command, does] of next) {
    lines.push(`    ${colours.cyan(safeText(command).padEnd(width))}  ${colours.dim(does)}`);
  }
  return lines;
}

/** One failed task: its error, the place in the code, the end of its log. */
export function failureDetail(
  { step, task, attempt, error, tail }: Failure,
  colours: Colours,
): string[] {
  const tries = attempt > 1 ? ` after ${attempt} attempts` : "";
  const lines = [`  ${colours.red(`✗ ${safeText(step)}/${task}`)} failed${tries}`];
  if (error !== null) lines.push(...errorDetail(error, colours).map((line) => `    ${line}`));
  if (tail.length > 0) {
    lines.push("", `    ${colours.dim("the end of its log")}`);
    for (const line of tail) {
      lines.push(`    ${colours.dim("│")} ${safeLogLine(line, colours.on)}`);
    }
  }
  return lines;
}

/** An error of a step: name, message, hint and the place with its code frame. */
export function errorDetail(error: ErrorRecord, colours: Colours): string[] {
  const message = safeLines(`${error.name}: ${error.message}`);
  const lines = message.slice(0, MAX_MESSAGE_LINES);
  if (message.length > lines.length) lines.push("…");
  if (error.file !== undefined && error.line !== undefined) {
    const place = { file: error.file, line: error.line, column: error.column ?? 0 };
    lines.push(...showPlace(place, colours));
  }
  if (error.hint) lines.push(...safeLines(error.hint).map((line) => colours.yellow(line)));
  return lines;
}
