import type { Output } from "../terminal/output.ts";
import { safeText } from "../terminal/safe_text.ts";
import { formatCount, formatDuration, formatTime } from "../terminal/units.ts";
import type { RunEvent } from "../../core/runtime/events.ts";
import { logRow } from "./live_rows.ts";
import { LogFilter, mutedNote } from "./log_filter.ts";
import type { LogLine, RunModel, StepProgress } from "./model.ts";
import { type Reporter, warningText } from "./reporter.ts";

/** A step with more tasks than this is told of in marks rather than task by task. */
const FEW_TASKS = 20;
const MARKS = 10;
const SILENCE = 30_000;

/** Shows a run as lines, for a pipe or a file. */
export class PlainReporter implements Reporter {
  readonly #out: Output;
  readonly #model: RunModel;
  readonly #verbose: boolean;
  readonly #filter: LogFilter;
  readonly #marks = new Map<string, number>();
  readonly #timer: ReturnType<typeof setInterval>;
  #spokeAt = performance.now();

  /** @param verbose Tells of each task and each line. */
  constructor(out: Output, model: RunModel, verbose: boolean) {
    this.#out = out;
    this.#model = model;
    this.#verbose = verbose;
    this.#filter = new LogFilter(verbose);
    this.#timer = setInterval(() => this.#breakSilence(), SILENCE);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  event(event: RunEvent, lines: LogLine[]): void {
    for (const line of lines) this.#log(line);
    switch (event.type) {
      case "run_started":
        return this.#say(`${event.run} started, store ${event.store}`, event.time);
      case "taken_over":
        return this.#say(`${formatCount(event.tasks)} finished tasks taken over`, event.time);
      case "warning":
        return this.#say(`warning: ${warningText(event)}`, event.time);
      case "foreach_started":
        return this.#say(
          `${event.step}/${event.task} splits into ${
            formatCount(event.size)
          } tasks of ${event.target}`,
          event.time,
        );
      case "attempt_failed":
        return this.#attemptFailed(event);
      case "task_started":
        if (this.#verbose) {
          const again = event.attempt > 1 ? ` (attempt ${event.attempt})` : "";
          this.#say(`${event.step}/${event.task} started${again}`, event.time);
        }
        return;
      case "task_succeeded":
      case "task_caught":
        return this.#taskEnded(event);
      case "task_cancelled":
        if (this.#few(event.step)) this.#say(`${event.step}/${event.task} cancelled`, event.time);
        return;
    }
  }

  #attemptFailed({ step, task, attempt, error, retryIn, time }: RunEvent & {
    type: "attempt_failed";
  }): void {
    const again = retryIn === undefined
      ? ""
      : retryIn > 0
      ? `; again in ${formatDuration(retryIn)}`
      : "; again";
    const tried = attempt > 1 || retryIn !== undefined ? ` at attempt ${attempt}` : "";
    this.#say(`${step}/${task} failed${tried}: ${error.name}: ${error.message}${again}`, time);
  }

  #taskEnded({ type, step: name, task, duration, time }: RunEvent & {
    type: "task_succeeded" | "task_caught";
  }): void {
    const word = type === "task_caught" ? "caught its failure" : "succeeded";
    if (this.#few(name)) {
      return this.#say(`${name}/${task} ${word} in ${formatDuration(duration)}`, time);
    }
    const step = this.#model.steps.get(name)!;
    const done = step.succeeded + step.caught;
    const expected = this.#expected(step);
    const mark = Math.floor((done * MARKS) / expected);
    if (mark > (this.#marks.get(name) ?? 0)) {
      this.#marks.set(name, mark);
      this.#say(`${name} ${formatCount(done)} of ${formatCount(expected)} tasks done`, time);
    }
  }

  #few(name: string): boolean {
    const step = this.#model.steps.get(name);
    return this.#verbose || step === undefined || this.#expected(step) <= FEW_TASKS;
  }

  #expected(step: StepProgress): number {
    return this.#model.expected(step);
  }

  #log(line: LogLine): void {
    const verdict = this.#filter.judge(line);
    if (verdict === "last") this.#say(mutedNote(this.#model.run, line.step), Date.now());
    if (verdict !== "show") return;
    this.#spokeAt = performance.now();
    this.#out.line(logRow(line, this.#out.colours));
  }

  #say(text: string, time: number): void {
    this.#spokeAt = performance.now();
    this.#out.line(`${this.#out.colours.dim(formatTime(time).slice(11))} ${safeText(text)}`);
  }

  /** A pipe that is silent for long looks as if the run hung. */
  #breakSilence(): void {
    if (performance.now() - this.#spokeAt < SILENCE / 2) return;
    const now = Date.now();
    const [first, ...others] = this.#model.open.values();
    if (first === undefined) return;
    const more = others.length > 0 ? ` and ${formatCount(others.length)} more tasks` : "";
    const what = first.state === "waiting" ? "waiting to be tried again" : "running";
    this.#say(
      `${first.step}/${first.task}${more} ${what} for ${formatDuration(now - first.since)}`,
      now,
    );
  }
}
