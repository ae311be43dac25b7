/** Steps, parameters, constants and decorators of base classes in another file. */

import { current, FlowSpec, param, step } from "flow";
import { Counting, Loading } from "./base.ts";

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

/** Adds to steps of its base class, which say what comes next. */
export class Added extends Loading {
  attempts!: number;

  @step
  override start() {
    super.start();
    this.rows.push(-1);
  }

  @step
  override clean() {
    this.attempts = current.attempt;
    super.clean();
    this.who += "+";
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
