/** Base classes of the flows in `derived.ts`. */

import { current, FlowSpec, param, retry, step } from "flow";

/** The first steps of a flow, and a parameter. */
export abstract class Loading extends FlowSpec {
  limit = param({ default: 3 });
  factor = 10;
  rows!: number[];
  who!: string;

  @step
  start() {
    this.rows = Array.from({ length: this.limit }, (_, at) => this.scale(at));
    this.next(this.clean);
  }

  /** A helper that a derived class replaces. */
  scale(value: number): number {
    return value;
  }

  @retry({ times: 2, delay: 0 })
  @step
  clean() {
    this.who = "base";
    this.next(this.end);
  }

  @step
  end() {}
}

/** A class between. */
export abstract class Counting extends Loading {
  counted!: number;
  tries!: number;

  @retry({ times: 2, delay: 0 })
  @step
  count() {
    this.counted = this.rows.length;
    this.tries = current.attempt;
    if (current.attempt < 3) throw new Error("not yet");
    this.next(this.end);
  }
}
