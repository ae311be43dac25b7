/** Loops. */

import { FlowSpec, type Inputs, step } from "flow";

/** A step that repeats itself, then a loop of two steps, then loops inside of a foreach. */
export class Loops extends FlowSpec {
  count!: number;
  rounds!: number;
  log!: string[];

  @step
  start() {
    this.count = 0;
    this.log = [];
    this.next(this.repeat);
  }

  @step
  repeat() {
    this.count++;
    this.log.push(`repeat ${this.count}`);
    this.next({ again: this.repeat, on: this.first }, { switch: this.count < 3 ? "again" : "on" });
  }

  @step
  first() {
    this.log.push("first");
    this.next(this.second);
  }

  @step
  second() {
    this.count--;
    this.log.push(`second ${this.count}`);
    this.next({ back: this.first, on: this.split }, { switch: this.count > 1 ? "back" : "on" });
  }

  @step
  split() {
    this.next(this.item, { foreach: [1, 2, 3] });
  }

  @step
  item(turns: number) {
    this.rounds = 0;
    this.log = [`item ${turns}`];
    this.next(this.turn);
  }

  @step
  turn() {
    this.rounds++;
    this.log.push(`turn ${this.rounds} of ${this.input}`);
    this.next({ more: this.turn, done: this.turned }, {
      switch: this.rounds < this.input ? "more" : "done",
    });
  }

  @step
  turned() {
    this.next(this.gather);
  }

  @step
  gather(inputs: Inputs<Loops>) {
    this.merge(inputs, { include: ["count"] });
    this.rounds = [...inputs].reduce((sum, input) => sum + input.rounds, 0);
    this.log = [...inputs].flatMap((input) => input.log);
    this.next(this.end);
  }

  @step
  end() {}
}
