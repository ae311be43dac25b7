import { LiveArea } from "../terminal/live_area.ts";
import type { Output } from "../terminal/output.ts";
import { safeText } from "../terminal/safe_text.ts";
import type { RunEvent } from "../../core/runtime/events.ts";
import { type Canvas, finalRows, liveRows, logRow } from "./live_rows.ts";
import { LogFilter, mutedNote } from "./log_filter.ts";
import type { LogLine, RunModel } from "./model.ts";
import { type Reporter, warningText } from "./reporter.ts";

const INTERVAL = 100;
/** Lines of the log that one drawing moves up into what stays. */
const BURST = 60;
const LAST_LINES = 8;

/**
 * Shows a run on a terminal: log lines scroll by, and below them the steps are drawn in place, at
 * most ten times a second.
 */
export class LiveReporter implements Reporter {
  readonly #out: Output;
  readonly #model: RunModel;
  readonly #area: LiveArea;
  readonly #filter: LogFilter;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #drawnAt = 0;
  #above: string[] = [];
  #dropped = 0;
  #hidden: LogLine[] = [];

  constructor(out: Output, model: RunModel, verbose: boolean) {
    this.#out = out;
    this.#model = model;
    this.#area = new LiveArea(out);
    this.#filter = new LogFilter(verbose);
  }

  event(event: RunEvent, lines: LogLine[]): void {
    const { colours } = this.#out;
    if (event.type === "warning") {
      this.#above.push(`${colours.yellow("warning")}: ${safeText(warningText(event))}`);
    }
    for (const line of lines) this.#log(line);
    this.#schedule();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const above = this.#takeAbove();
    if (this.#model.finished !== null) above.push(...finalRows(this.#model, this.#canvas()));
    this.#area.clear(above);
  }

  #canvas(): Canvas {
    return { ...this.#out.size(), now: Date.now(), colours: this.#out.colours };
  }

  #log(line: LogLine): void {
    const { colours } = this.#out;
    const verdict = this.#filter.judge(line);
    if (verdict === "show") {
      if (this.#above.length < BURST || this.#filter.all) this.#above.push(logRow(line, colours));
      else this.#dropped++;
      return;
    }
    if (verdict === "last") {
      this.#above.push(colours.dim(safeText(mutedNote(this.#model.run, line.step))));
    }
    this.#hidden.push(line);
    if (this.#hidden.length > LAST_LINES) this.#hidden.shift();
  }

  #takeAbove(): string[] {
    const above = this.#above;
    if (this.#dropped > 0) {
      above.push(
        this.#out.colours.dim(
          `… ${this.#dropped} lines more; flow logs ${safeText(this.#model.run)} shows them all`,
        ),
      );
    }
    this.#above = [];
    this.#dropped = 0;
    return above;
  }

  /** Draws soon, and goes on once a while so that durations move. */
  #schedule(): void {
    if (this.#timer !== null) return;
    const wait = Math.max(0, this.#drawnAt + INTERVAL - performance.now());
    this.#timer = setTimeout(() => this.#draw(), wait);
  }

  #draw(): void {
    this.#area.draw(liveRows(this.#model, this.#hidden, this.#canvas()), this.#takeAbove());
    this.#drawnAt = performance.now();
    this.#timer = setTimeout(() => this.#draw(), INTERVAL);
  }
}
