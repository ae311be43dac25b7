import type { Output } from "../terminal/output.ts";
import type { RunEvent } from "../../core/runtime/events.ts";
import type { Reporter } from "./reporter.ts";

/** Writes each event as a line of JSON. */
export class JsonReporter implements Reporter {
  readonly #out: Output;

  constructor(out: Output) {
    this.#out = out;
  }

  event(event: RunEvent): void {
    this.#out.line(JSON.stringify(event));
  }

  close(): void {}
}
