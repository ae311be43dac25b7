/** Decorators of a flow's own, the environment of a step, and decorators from the command line. */

import { current, environment, FlowSpec, step } from "flow";
import { announce, rescue, trace } from "./own_decorators.ts";

const level = "inner";

/** The order of hooks, and what they can do. */
export class Hooked extends FlowSpec {
  calls!: string[];
  seen!: unknown;
  milliseconds!: number;

  @announce({ word: "outer" })
  @trace
  @announce({ word: level })
  @step
  start() {
    this.calls.push("step");
    this.next(this.failing);
  }

  @rescue({ only: "RangeError" })
  @announce({ word: "around the failure" })
  @step
  failing() {
    this.calls.push("failing");
    throw new RangeError("rescued");
    // deno-lint-ignore no-unreachable -- tells where the run goes on
    this.next(this.surroundings);
  }

  @environment({ vars: { LEVEL: "debug", TIMES: 3, LOUD: true } })
  @step
  surroundings() {
    this.seen = ["LEVEL", "TIMES", "LOUD"].map((name) => Deno.env.get(name));
    this.next(this.end);
  }

  @step
  end() {
    try {
      Deno.env.get("LEVEL");
    } catch (error) {
      this.calls.push((error as Error).name);
    }
  }
}

/** Fails until it is tried often enough. */
export class Flaky extends FlowSpec {
  tries!: number;

  @step
  start() {
    this.tries = current.attempt;
    if (current.attempt < 3) throw new Error("not yet");
    this.next(this.end);
  }

  @trace
  @step
  end() {}
}
