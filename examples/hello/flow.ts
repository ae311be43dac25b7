/**
 * The smallest flow: three steps in a line, one artifact.
 *
 * Shows: what a flow is, that what a step assigns to `this` is there in every later step and is kept
 * after the run.
 *
 * ```
 * flow run examples/hello/flow.ts
 * flow show examples/hello/flow.ts
 * flow dump Hello/1
 * ```
 */

import { FlowSpec, step } from "flow";

/** Says hello. */
export default class Hello extends FlowSpec {
  greeting!: string;

  /** Every flow begins here. */
  @step
  start() {
    console.log("Hello is starting");
    this.next(this.hello);
  }

  /** Sets an artifact. */
  @step
  hello() {
    this.greeting = "Flow says: hi!";
    this.next(this.end);
  }

  /** Reads it, in another process perhaps. */
  @step
  end() {
    console.log(this.greeting);
  }
}
