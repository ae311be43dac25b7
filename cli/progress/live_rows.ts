import type { Colours } from "../terminal/colours.ts";
import { safeLogLine, safeText } from "../terminal/safe_text.ts";
import { formatCount, formatDuration, plural } from "../terminal/units.ts";
import { displayWidth, fitWidth, padWidth } from "../terminal/width.ts";
import type { LogLine, RunModel, StepProgress } from "./model.ts";
import { isActive, isDone, selectSteps } from "./select_steps.ts";

/** Where a picture of a run is drawn. */
export interface Canvas {
  columns: number;
  rows: number;
  /** Milliseconds since 1970. */
  now: number;
  colours: Colours;
}

const BAR = 10;
const MAX_FAILURES = 3;
const MAX_NAME = 40;

/**
 * A run as it stands, in as many rows as fit: the run, its steps as a tree with their counts, what
 * failed, and the last lines of the log.
 *
 * @param logs Lines of the log that nothing else shows, the latest last.
 */
export function liveRows(model: RunModel, logs: readonly LogLine[], canvas: Canvas): string[] {
  const room = Math.max(2, canvas.rows - 1);
  const failures = failureRows(model, canvas).slice(0, Math.max(0, Math.floor(room / 4)));
  const logRoom = Math.max(0, Math.min(logs.length, Math.floor(room / 5)));
  const rows = [
    headline(model, canvas),
    ...stepRows(model, room - 1 - failures.length - logRoom, canvas),
    ...failures,
    ...logs.slice(logs.length - logRoom).map((line) => logRow(line, canvas.colours)),
  ];
  return rows.slice(0, room).map((row) => fitWidth(row, canvas.columns));
}

/** The steps of a run that has ended: what stays on the terminal. */
export function finalRows(model: RunModel, canvas: Canvas): string[] {
  return stepRows(model, Math.max(2, canvas.rows - 2), canvas)
    .map((row) => fitWidth(row, canvas.columns));
}

/** A line of the log with the task that wrote it. */
export function logRow({ step, task, stream, text }: LogLine, colours: Colours): string {
  const bar = stream === "stdout" ? colours.dim("│") : colours.yellow("│");
  // What exit hooks print is no task's.
  const who = step === "" ? "exit hook" : `${safeText(step)}/${task}`;
  return `${colours.dim(who)} ${bar} ${safeLogLine(text, colours.on)}`;
}

function headline(model: RunModel, { now, colours }: Canvas): string {
  let done = 0;
  let running = 0;
  let failed = 0;
  for (const step of model.steps.values()) {
    done += step.succeeded + step.caught;
    running += step.running;
    failed += step.failed;
  }
  return [
    colours.bold(safeText(model.run || "starting")),
    ...(model.started === null ? [] : [formatDuration(now - model.started)]),
    `${plural(done, "task")} done`,
    ...(running > 0 ? [`${formatCount(running)} running`] : []),
    ...(failed > 0 ? [colours.red(`${formatCount(failed)} failed`)] : []),
    ...(model.takenOver > 0 ? [`${formatCount(model.takenOver)} taken over`] : []),
  ].join(colours.dim(" · "));
}

function stepRows(model: RunModel, room: number, canvas: Canvas): string[] {
  const { colours } = canvas;
  const { shown, before, after } = selectSteps([...model.steps.values()], room);
  const names = shown.map((step) =>
    "  ".repeat(Math.min(step.depth, 8)) + fitWidth(safeText(step.name), MAX_NAME)
  );
  const width = names.reduce((most, name) => Math.max(most, displayWidth(name)), 0);
  return [
    ...(before > 0 ? [colours.dim(`  … ${plural(before, "step")} above`)] : []),
    ...shown.map((step, i) => stepRow(step, padWidth(names[i]!, width), model, canvas).trimEnd()),
    ...(after > 0 ? [colours.dim(`  … ${plural(after, "step")} below`)] : []),
  ];
}

function stepRow(step: StepProgress, name: string, model: RunModel, canvas: Canvas): string {
  const { colours, now } = canvas;
  const expected = model.expected(step);
  const done = step.succeeded + step.caught;
  const parts = [`${stepMark(step, expected, colours)} ${name}`];
  if (expected > 1) parts.push(bar(done, expected, colours));
  if (expected > 1 && step.running > 0) parts.push(`${formatCount(step.running)} running`);
  if (step.waiting > 0) parts.push(colours.yellow(`${formatCount(step.waiting)} to try again`));
  if (step.failed > 0) parts.push(colours.red(`${formatCount(step.failed)} failed`));
  if (step.caught > 0) parts.push(colours.yellow(`${formatCount(step.caught)} caught`));
  if (step.cancelled > 0) parts.push(colours.dim(`${formatCount(step.cancelled)} cancelled`));
  if (step.since !== null) {
    const until = isActive(step) ? now : step.until ?? now;
    parts.push(colours.dim(formatDuration(until - step.since)));
  }
  return parts.join("  ");
}

function stepMark(step: StepProgress, expected: number, colours: Colours): string {
  if (step.failed > 0) return colours.red("✗");
  if (isActive(step)) return colours.blue("●");
  if (isDone(step, expected)) return step.caught > 0 ? colours.yellow("✓") : colours.green("✓");
  return colours.dim(step.begun > 0 ? "●" : "·");
}

function bar(done: number, of: number, colours: Colours): string {
  const full = Math.floor((done / of) * BAR);
  return `${colours.green("█".repeat(full))}${colours.dim("░".repeat(BAR - full))} ` +
    `${formatCount(done)}/${formatCount(of)}`;
}

function failureRows(model: RunModel, { colours }: Canvas): string[] {
  const rows = model.failures.slice(-MAX_FAILURES).map(({ step, task, error }) => {
    const what = error === null ? "failed" : `${error.name}: ${error.message}`;
    return `${colours.red(`✗ ${safeText(step)}/${task}`)} ${safeText(what)}`;
  });
  for (const { step, task, attempt, state, error } of model.open.values()) {
    if (rows.length >= MAX_FAILURES) break;
    if (state === "waiting" && error !== null) {
      rows.push(
        `${colours.yellow(`↻ ${safeText(step)}/${task}`)} ` +
          safeText(`attempt ${attempt}: ${error.name}: ${error.message}`),
      );
    }
  }
  return rows;
}
