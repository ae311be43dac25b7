/** Graphs of many shapes; the artifact `path` of the end tells how the run went through them. */

import { FlowSpec, type Inputs, step } from "flow";

/** A branch in a branch, and a foreach in a branch beside it. */
export class Branches extends FlowSpec {
  trace!: string[];
  sum!: number;
  square!: number;

  @step
  start() {
    this.trace = ["start"];
    this.next(this.left, this.right);
  }

  @step
  left() {
    this.trace.push("left");
    this.next(this.leftA, this.leftB);
  }

  @step
  leftA() {
    this.trace.push("leftA");
    this.next(this.leftJoin);
  }

  @step
  leftB() {
    this.trace.push("leftB");
    this.next(this.leftJoin);
  }

  @step
  leftJoin(inputs: Inputs<Branches>) {
    this.trace = [...inputs.leftA.trace, ...inputs.leftB.trace, "leftJoin"];
    this.sum = 1;
    this.next(this.join);
  }

  @step
  right() {
    this.next(this.each, { foreach: [1, 2, 3] });
  }

  @step
  each(item: number) {
    this.square = item * item;
    this.next(this.rightJoin);
  }

  @step
  rightJoin(inputs: Inputs<Branches>) {
    this.sum = [...inputs].reduce((sum, input) => sum + input.square, 0);
    this.trace = [...inputs[0].trace, "rightJoin"];
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Branches>) {
    this.trace = [...inputs.leftJoin.trace, "|", ...inputs.rightJoin.trace];
    this.sum = inputs.leftJoin.sum + inputs.rightJoin.sum;
    this.next(this.end);
  }

  @step
  end() {}
}

/** Three foreachs inside each other, and a branch inside of the innermost. */
export class Nested extends FlowSpec {
  name!: string;
  names!: string[];

  @step
  start() {
    this.next(this.outer, { foreach: ["a", "b"] });
  }

  @step
  outer(letter: string) {
    this.next(this.middle, { foreach: [`${letter}0`, `${letter}1`] });
  }

  @step
  middle(word: string) {
    this.next(this.inner, { foreach: new Set([`${word}x`, `${word}y`]) });
  }

  @step
  inner(word: string) {
    this.name = this.foreachStack().map(({ index, size, value }) => `${index}/${size}:${value}`)
      .join(" ") + ` = ${word} ${this.input} ${this.index}`;
    this.next(this.upper, this.lower);
  }

  @step
  upper() {
    this.name = this.name.toUpperCase();
    this.next(this.closeBranch);
  }

  @step
  lower() {
    this.next(this.closeBranch);
  }

  @step
  closeBranch(inputs: Inputs<Nested>) {
    this.names = [inputs.upper.name, inputs.lower.name, `${this.input}`];
    this.next(this.closeInner);
  }

  @step
  closeInner(inputs: Inputs<Nested>) {
    this.names = [...inputs].flatMap((input) => input.names);
    this.next(this.closeMiddle);
  }

  @step
  closeMiddle(inputs: Inputs<Nested>) {
    this.names = [...inputs].flatMap((input) => [`(${input.input}`, ...input.names, ")"]);
    this.next(this.closeOuter);
  }

  @step
  closeOuter(inputs: Inputs<Nested>) {
    this.names = [...inputs].flatMap((input) => input.names);
    this.next(this.end);
  }

  @step
  end() {}
}

/** A foreach over each kind of iterable, one after the other. */
export class Iterables extends FlowSpec {
  kinds!: string[];
  seen!: Record<string, unknown[]>;
  got!: unknown;

  @step
  start() {
    this.kinds = ["array", "set", "map", "generator", "async", "typed", "text", "own"];
    this.seen = {};
    this.next(this.split);
  }

  @step
  split() {
    const items: Record<string, Iterable<unknown> | AsyncIterable<unknown>> = {
      array: [1, null, undefined],
      set: new Set(["a", "b"]),
      map: new Map([["k", 1], ["l", 2]]),
      generator: (function* () {
        yield* [10n, 20n];
      })(),
      async: (async function* () {
        yield 1.5;
        await Promise.resolve();
        yield new Date(0);
      })(),
      typed: new Uint16Array([7, 8]),
      text: "ab",
      own: {
        *[Symbol.iterator]() {
          yield { deep: [1] };
        },
      },
    };
    this.next(this.each, { foreach: items[this.kinds[0]!]! });
  }

  @step
  each() {
    this.got = [this.input, this.index];
    this.next(this.gather);
  }

  @step
  gather(inputs: Inputs<Iterables>) {
    this.merge(inputs, { include: ["kinds", "seen"] });
    const [kind, ...rest] = this.kinds;
    this.seen[kind!] = [...inputs].map((input) => input.got);
    this.kinds = rest;
    this.next({ more: this.split, done: this.end }, { switch: rest.length > 0 ? "more" : "done" });
  }

  @step
  end() {}
}
