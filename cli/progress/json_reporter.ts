import type { Output } from "../terminal/output.ts";
import type { RunEvent } from "../../core/runtime/events.ts";
import type { Reporter } from "./reporter.ts";

/** Writes each event as a line of JSON; those of the same moment in one write. */
export class JsonReporter implements Reporter {
  readonly #out: Output;
  #lines = "";

  constructor(out: Output) {
    this.#out = out;
  }

  event(event: RunEvent): void {
    if (this.#lines === "") queueMicrotask(() => this.close());
    this.#lines += `${JSON.stringify(event)}\n`;
  }

  close(): void {
    const lines = this.#lines;
    this.#lines = "";
    if (lines !== "") this.#out.write(lines);
  }
}
