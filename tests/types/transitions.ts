// What the compiler takes and refuses of `this.next`. Checked by `types_test.ts`, never run.

import { FlowSpec, type Inputs, step } from "../../mod.ts";

class Transitions extends FlowSpec {
  names!: string[];
  mean!: number;
  kind!: "a" | "b";
  size!: 1 | 2;
  flag!: boolean;
  word!: string;
  amount!: number;

  @step
  async start() {
    this.names = await Promise.resolve(["x"]);
    this.next(this.named, { foreach: this.names });
  }

  @step
  named(_name: string) {
    this.next(this.gather);
  }

  @step
  narrow(_name: "x" | "y") {
    this.next(this.gather);
  }

  @step
  optional(_name?: string) {
    this.next(this.gather);
  }

  @step
  gather(_inputs: Inputs<Transitions>) {
    this.next(this.end);
  }

  // A step may name itself and earlier steps; a call may be returned early.
  @step
  loop() {
    this.next({ again: this.loop, back: this.start, done: this.end }, { switch: this.word });
  }

  @step
  early(): void {
    if (this.flag) return this.next(this.end);
    this.next(this.early);
  }

  linear() {
    this.next(this.end);
    this.next(this.gather);
    this.next(this.optional);

    // @ts-expect-error: a step that takes an item needs a foreach
    this.next(this.named);
    // @ts-expect-error: there is no such step
    this.next(this.missing);
    // @ts-expect-error: the method is passed, not its name
    this.next("end");
    // @ts-expect-error: a value is no step
    this.next(this.mean);
    // @ts-expect-error: a method that gives a value is no step
    this.next(this.helper);
    // @ts-expect-error: a step takes one argument at most
    this.next(this.two);
    // @ts-expect-error: a step has to be named
    this.next();
  }

  branch() {
    this.next(this.end, this.optional);
    this.next(this.end, this.optional, this.gather);

    // @ts-expect-error: a step that takes an item is no branch
    this.next(this.end, this.named);
    // @ts-expect-error: nor is a value
    this.next(this.end, this.word);
  }

  foreach() {
    this.next(this.named, { foreach: ["x", "y"] });
    this.next(this.named, { foreach: new Set(this.names) });
    this.next(this.named, { foreach: new Map([["x", 1]]).keys() });
    this.next(this.named, { foreach: lines() });
    this.next(this.narrow, { foreach: ["x", "y"] });
    this.next(this.end, { foreach: [1, 2, 3] });

    // @ts-expect-error: the items do not fit the step's argument
    this.next(this.named, { foreach: [1, 2, 3] });
    // @ts-expect-error: nor do wider ones
    this.next(this.narrow, { foreach: this.names });
    // @ts-expect-error: a number cannot be gone through
    this.next(this.named, { foreach: 3 });
    // @ts-expect-error: nor can a promise
    this.next(this.named, { foreach: Promise.resolve(["x"]) });
    // @ts-expect-error: a join takes no items
    this.next(this.gather, { foreach: this.names });
    // @ts-expect-error: a foreach has one step
    this.next(this.named, this.end, { foreach: this.names });
    // @ts-expect-error: the option is spelled otherwise
    this.next(this.named, { forEach: this.names });
  }

  switch() {
    this.next({ a: this.end, b: this.gather }, { switch: this.kind });
    this.next({ 1: this.end, 2: this.gather }, { switch: this.size });
    this.next({ true: this.end, false: this.gather }, { switch: this.flag });
    this.next({ one: this.end, two: this.gather }, { switch: this.word });
    this.next({ 1: this.end, 2: this.gather }, { switch: this.amount });
    this.next({ true: this.end, false: this.gather }, { switch: this.amount > 3 });
    // An assignment narrows the type: the cases of the declared type still fit.
    this.kind = "a";
    this.next({ a: this.end, b: this.gather }, { switch: this.kind });
  }

  switchWrong() {
    // @ts-expect-error: "b" is not handled
    this.next({ a: this.end }, { switch: this.kind });
    // @ts-expect-error: 2 is not handled
    this.next({ 1: this.end }, { switch: this.size });
    // @ts-expect-error: false is not handled
    this.next({ true: this.end }, { switch: this.flag });
    // @ts-expect-error: a misspelled case leaves one that is not handled
    this.next({ a: this.end, bb: this.end }, { switch: this.kind });
    // @ts-expect-error: a step that takes an item is no case
    this.next({ a: this.end, b: this.named }, { switch: this.kind });
    // @ts-expect-error: nor is a name
    this.next({ a: this.end, b: "end" }, { switch: this.kind });
    // @ts-expect-error: a list decides nothing
    this.next({ a: this.end, b: this.end }, { switch: this.names });
    // @ts-expect-error: the value is missing
    this.next({ a: this.end, b: this.end });
  }

  helper(): number {
    return this.mean;
  }

  two(_a: string, _b: string) {}

  @step
  end() {}
}

async function* lines() {
  yield await Promise.resolve("x");
}

class Decorators extends FlowSpec {
  // @ts-expect-error: a step takes one argument at most
  @step
  two(_a: string, _b: string) {}

  // @ts-expect-error: a step gives no value
  @step
  value() {
    return 3;
  }

  // @ts-expect-error: there is no such option
  @step({ begin: true })
  start() {}
}

export { Decorators, Transitions };
