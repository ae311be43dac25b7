/** Steps, parameters, constants and decorators of base classes in another file. */

import { current, FlowSpec, param, step } from "flow";
import { Counting } from "./base.ts";

/** Replaces a step and a helper, adds a parameter, and goes on to steps of its base classes. */
export default class Derived extends Counting {
  suffix = param({ default: "!" });
  attempts!: number;

  override scale(value: number): number {
    return value * this.factor;
  }

  @step
  override clean() {
    this.who = `derived${this.suffix}`;
    this.attempts = current.attempt;
    this.next(this.count);
  }
}

/** A flow that is one step. */
export class Single extends FlowSpec {
  answer!: number;

  @step
  only() {
    this.answer = 42;
  }
}

/** Start and end by other names. */
export class Renamed extends FlowSpec {
  word!: string;

  @step({ start: true })
  begin() {
    this.word = "begin";
    this.next(this.finish);
  }

  @step({ end: true })
  finish() {
    this.word += " finish";
  }
}
