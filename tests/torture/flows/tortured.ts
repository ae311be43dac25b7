/**
 * A flow with one of everything: a foreach, a branch, a loop, attempts that fail, a caught failure,
 * a program, values in the row, in the database and in files. What it leaves depends on nothing but
 * its source.
 */

import {
  catchError,
  type CaughtError,
  current,
  FlowSpec,
  type Inputs,
  param,
  permissions,
  retry,
  step,
} from "flow";

const ITEMS = [1, 2, 3, 4, 5];
const TURNS = 3;

/** Bytes that no compression makes smaller, the same each time. */
function noise(length: number, seed: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let x = seed;
  for (let at = 0; at < length; at++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    bytes[at] = x;
  }
  return bytes;
}

/** See `trace.ts`: what stands there says which attempts were begun. */
function note(file: string) {
  if (file === "") return;
  const line = `${Date.now()} ${current.pathspec} ${current.attempt}\n`;
  Deno.writeTextFileSync(file, line, { append: true });
}

export default class Tortured extends FlowSpec {
  trace = param({ default: "" });
  scale = 3;

  sum!: number;
  rows!: number[];
  block!: Uint8Array;
  text!: string;
  side!: string;
  failure!: CaughtError | undefined;
  turns!: number;
  turned!: string[];
  result!: Record<string, unknown>;

  @permissions({ write: true })
  @step
  start() {
    note(this.trace);
    this.block = noise(20_000, 99);
    this.next(this.score, { foreach: ITEMS });
  }

  @retry({ times: 2, delay: 0.01 })
  @permissions({ write: true })
  @step
  score(seed: number) {
    note(this.trace);
    this.rows = Array.from({ length: 200 }, (_, at) => at * seed * this.scale);
    if (current.attempt === 1 && seed % 3 === 1) throw new Error("the first attempt fails");
    this.sum = this.rows.reduce((a, b) => a + b);
    this.block = noise(17_000 + seed, seed);
    console.log(`scored ${seed}`);
    this.next(this.gather);
  }

  @permissions({ write: true })
  @step
  gather(inputs: Inputs<Tortured>) {
    note(this.trace);
    this.sum = [...inputs].reduce((sum, one) => sum + one.sum + one.block[100]!, 0);
    this.text = [...inputs].map((one) => `${one.input}: ${one.rows.join()}; `).join("").repeat(20);
    this.next(this.left, this.right);
  }

  @step
  left() {
    this.side = `left of ${this.sum}`;
    this.next(this.meet);
  }

  @catchError({ as: "failure" })
  @permissions({ write: true })
  @step
  right() {
    note(this.trace);
    this.side = `right of ${this.sum}`;
    if (this.sum > 0) throw new Error("always");
    this.next(this.meet);
  }

  @permissions({ write: true })
  @step
  meet(inputs: Inputs<Tortured>) {
    note(this.trace);
    this.merge(inputs, { include: ["sum", "text"] });
    this.side = [...inputs].map((one) => one.side).join(" and ");
    this.turns = 0;
    this.turned = [];
    this.next(this.turn);
  }

  @permissions({ write: true })
  @step
  turn() {
    note(this.trace);
    this.turns++;
    this.turned.push(`turn ${this.turns}`);
    this.next({ more: this.turn, done: this.program }, {
      switch: this.turns < TURNS ? "more" : "done",
    });
  }

  /** The program would outlive everybody if nobody ended it. */
  @permissions({ write: true, run: ["sleep"] })
  @step
  async program() {
    note(this.trace);
    const child = new Deno.Command("sleep", { args: ["600"] }).spawn();
    this.block = noise(18_000, 7);
    child.kill("SIGKILL");
    await child.status;
    this.next(this.end);
  }

  @step
  end() {
    const { sum, side, turned } = this;
    this.result = { sum, side, turned, text: this.text.length, last: this.block.at(-1) };
  }
}
