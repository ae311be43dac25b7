/**
 * One step of each kind. A file in the folder names the places where it fails or waits, so that a
 * resumed run can get further than the one before.
 */

import { catchError, type CaughtError, current, FlowSpec, type Inputs, param, step } from "flow";

/** What of the flow is to go wrong: lines `fail PLACE` and `wait PLACE`. */
function troubles(folder: string): string[] {
  try {
    return Deno.readTextFileSync(`${folder}/trouble`).split("\n");
  } catch {
    return [];
  }
}

/** Goes through a branch, a loop, foreachs in a foreach, a caught failure, and a switch. */
export default class Journey extends FlowSpec {
  folder = param({ default: "" });
  seed = param({ default: 1 });
  trace!: string[];
  turns!: number;
  number!: number;
  rows!: number[];
  failure!: CaughtError | undefined;
  drawn!: number;

  async pass(place: string) {
    console.log(`pass ${place}`);
    if (troubles(this.folder).includes(`fail ${place}`)) throw new Error(`trouble at ${place}`);
    while (troubles(this.folder).includes(`wait ${place}`)) {
      current.signal.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  @step
  async start() {
    await this.pass("start");
    this.trace = [`seed ${this.seed}`];
    this.drawn = Math.random();
    this.next(this.prepare);
  }

  @step
  async prepare() {
    await this.pass("prepare");
    this.trace.push("prepare");
    this.turns = 0;
    this.next(this.turn, this.split);
  }

  @step
  async turn() {
    this.turns++;
    await this.pass(`turn ${this.turns}`);
    this.trace.push(`turn ${this.turns}`);
    this.next({ more: this.turn, done: this.turned }, {
      switch: this.turns < 3 ? "more" : "done",
    });
  }

  @step
  async turned() {
    await this.pass("turned");
    this.next(this.join);
  }

  @step
  async split() {
    await this.pass("split");
    this.next(this.outer, { foreach: [10, 20, 30] });
  }

  @step
  async outer(tens: number) {
    await this.pass(`outer ${tens}`);
    this.number = tens;
    this.next(this.inner, { foreach: [1, 2] });
  }

  @step
  async inner(ones: number) {
    this.number += ones;
    await this.pass(`inner ${this.number}`);
    this.next(this.closeInner);
  }

  @step
  async closeInner(inputs: Inputs<Journey>) {
    await this.pass(`closeInner ${this.input}`);
    this.rows = [...inputs].map((input) => input.number * this.seed);
    this.next(this.closeOuter);
  }

  @step
  async closeOuter(inputs: Inputs<Journey>) {
    await this.pass("closeOuter");
    this.rows = [...inputs].flatMap((input) => input.rows);
    this.next(this.caught);
  }

  @catchError({ print: false })
  @step
  async caught() {
    await this.pass("caught");
    throw new Error("always caught");
    // deno-lint-ignore no-unreachable -- tells where the run goes on
    this.next(this.join);
  }

  @step
  async join(inputs: Inputs<Journey>) {
    await this.pass("join");
    this.trace = [...inputs.turned.trace, inputs.caught.failure!.message];
    this.rows = inputs.caught.rows;
    this.drawn = inputs.turned.drawn;
    this.next(this.choose);
  }

  @step
  async choose() {
    await this.pass("choose");
    this.next({ even: this.even, odd: this.odd }, {
      switch: this.rows.length % 2 === 0 ? "even" : "odd",
    });
  }

  @step
  async even() {
    await this.pass("even");
    this.trace.push("even");
    this.next(this.end);
  }

  @step
  odd() {
    this.next(this.end);
  }

  @step
  async end() {
    await this.pass("end");
    this.trace.push(`origin ${current.originRun !== null}`);
  }
}
