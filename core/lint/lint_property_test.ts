import assert from "node:assert/strict";
import fc from "fast-check";
import { holds } from "../../tests/helpers/property.ts";
import { readSource } from "../graph/testing.ts";
import { lint } from "./lint.ts";

/** What a step does with one artifact. */
type Action = { does: "read" | "set" | "maybe" | "delete"; name: string };

/** A part of a flow, nested as splits and joins nest. */
type Part =
  | { kind: "step"; actions: Action[] }
  | { kind: "branch"; arms: Part[][]; split: Action[]; join: Join }
  | { kind: "foreach"; body: Part[]; split: Action[]; join: Join }
  | { kind: "switch"; arms: Part[][]; actions: Action[] }
  | { kind: "loop"; body: Part[]; actions: Action[] };

interface Join {
  merge: "none" | "all" | string[];
  inputs: string[];
  actions: Action[];
}

const NAMES = ["p", "q", "r"];

const name = fc.constantFrom(...NAMES);
/** Each name is read at most once in a step: the linter tells it once. */
const actions = fc.uniqueArray(
  fc.record({ does: fc.constantFrom("read", "set", "set", "maybe", "delete"), name }),
  { maxLength: 4, selector: ({ does, name }) => does === "read" ? name : {} },
) as fc.Arbitrary<Action[]>;
const join: fc.Arbitrary<Join> = fc.record({
  merge: fc.oneof(fc.constantFrom("none" as const, "all" as const), fc.uniqueArray(name)),
  inputs: fc.uniqueArray(name),
  actions,
});

const { parts } = fc.letrec<{ parts: Part[]; part: Part }>((tie) => ({
  parts: fc.array(tie("part"), { minLength: 1, maxLength: 3 }),
  part: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    fc.record({ kind: fc.constant("step" as const), actions }),
    fc.record({
      kind: fc.constant("branch" as const),
      arms: fc.array(tie("parts"), { minLength: 2, maxLength: 3 }),
      split: actions,
      join,
    }),
    fc.record({ kind: fc.constant("foreach" as const), body: tie("parts"), split: actions, join }),
    fc.record({
      kind: fc.constant("switch" as const),
      arms: fc.array(tie("parts"), { minLength: 2, maxLength: 3 }),
      actions,
    }),
    fc.record({ kind: fc.constant("loop" as const), body: tie("parts"), actions }),
  ),
}));

/** Writes the flow out, one action a line, and remembers the line of each read. */
class Writer {
  readonly lines: string[] = [
    'import { FlowSpec, step, type Inputs } from "flow";',
    "export default class F extends FlowSpec {",
  ];
  readonly lineOf = new Map<object, number[]>();
  #count = 0;

  /** Writes parts that lead on to step `next`, and returns the step that they begin with. */
  write(all: readonly Part[], next: string): string {
    return all.reduceRight((after, part) => this.#part(part, after), next);
  }

  #part(part: Part, next: string): string {
    switch (part.kind) {
      case "step":
        return this.#step(part.actions, `this.${next}`);
      case "branch": {
        const join = this.#join(part.join, next);
        const arms = part.arms.map((arm) => `this.${this.write(arm, join)}`);
        return this.#step(part.split, arms.join(", "));
      }
      case "foreach": {
        const join = this.#join(part.join, next);
        return this.#step(part.split, `this.${this.write(part.body, join)}, { foreach: items }`);
      }
      case "switch": {
        const arms = part.arms.map((arm, i) => `k${i}: this.${this.write(arm, next)}`);
        return this.#step(part.actions, `{ ${arms.join(", ")} }, { switch: key }`);
      }
      case "loop": {
        const out = this.#step([], `this.${next}`);
        const judge = `s${this.#count++}`;
        const first = this.write(part.body, judge);
        this.#step(part.actions, `{ k0: this.${first}, k1: this.${out} }, { switch: key }`, judge);
        return first;
      }
    }
  }

  #step(actions: readonly Action[], next: string, name = `s${this.#count++}`): string {
    this.lines.push(`@step ${name}() {`);
    this.#actions(actions);
    this.lines.push(`this.next(${next});`, "}");
    return name;
  }

  #join(join: Join, next: string): string {
    const name = `s${this.#count++}`;
    this.lines.push(`@step ${name}(inputs: Inputs<F>) {`);
    for (const input of join.inputs) {
      this.lines.push(`[...inputs].map((i) => i.${input});`);
      this.#remember(join.inputs);
    }
    const options = join.merge === "all" ? "" : `, { include: ${JSON.stringify(join.merge)} }`;
    if (join.merge !== "none") this.lines.push(`this.merge(inputs${options});`);
    this.#actions(join.actions);
    this.lines.push(`this.next(this.${next});`, "}");
    return name;
  }

  #actions(actions: readonly Action[]): void {
    for (const action of actions) {
      const { does, name } = action;
      if (does === "read") this.lines.push(`use(this.${name});`);
      if (does === "set") this.lines.push(`this.${name} = 1;`);
      if (does === "maybe") this.lines.push(`if (coin) this.${name} = 1;`);
      if (does === "delete") this.lines.push(`delete this.${name};`);
      this.#remember(action);
    }
  }

  #remember(what: object): void {
    this.lineOf.set(what, [...this.lineOf.get(what) ?? [], this.lines.length]);
  }
}

/** Runs a flow as the scheduler would, as far as which artifacts are set goes. */
class Run {
  /** By line: whether the artifact was set, each time. */
  readonly reads = new Map<number, boolean[]>();

  constructor(readonly lineOf: Map<object, number[]>, readonly coins: boolean[]) {}

  parts(all: readonly Part[], set: Set<string>): Set<string> {
    return all.reduce((before, part) => this.#part(part, before), set);
  }

  #part(part: Part, set: Set<string>): Set<string> {
    switch (part.kind) {
      case "step":
        return this.#actions(part.actions, set);
      case "branch": {
        const begin = this.#actions(part.split, set);
        return this.#join(part.join, part.arms.map((arm) => this.parts(arm, begin)));
      }
      case "foreach": {
        const begin = this.#actions(part.split, set);
        const size = this.#coin() ? 2 : 1;
        const ends = Array.from({ length: size }, () => this.parts(part.body, begin));
        return this.#join(part.join, ends);
      }
      case "switch": {
        const begin = this.#actions(part.actions, set);
        const arm = part.arms.findIndex((_, i) => i === part.arms.length - 1 || this.#coin());
        return this.parts(part.arms[arm]!, begin);
      }
      case "loop": {
        let end = set;
        do end = this.#actions(part.actions, this.parts(part.body, end)); while (this.#coin());
        return end;
      }
    }
  }

  #join({ merge, inputs, actions }: Join, ends: Set<string>[]): Set<string> {
    inputs.forEach((name, i) => {
      for (const end of ends) this.#read(this.lineOf.get(inputs)![i]!, end.has(name));
    });
    const all = new Set(ends.flatMap((end) => [...end]));
    // A name that no input has is refused.
    if (Array.isArray(merge) && merge.some((name) => !all.has(name))) throw "refused";
    const taken = merge === "none" ? [] : merge === "all" ? [...all] : merge;
    return this.#actions(actions, new Set(taken));
  }

  #actions(actions: readonly Action[], before: Set<string>): Set<string> {
    const set = new Set(before);
    for (const action of actions) {
      const { does, name } = action;
      if (does === "read") this.#read(this.lineOf.get(action)![0]!, set.has(name));
      if (does === "set" || (does === "maybe" && this.#coin())) set.add(name);
      if (does === "delete") set.delete(name);
    }
    return set;
  }

  #read(line: number, isSet: boolean): void {
    this.reads.set(line, [...this.reads.get(line) ?? [], isSet]);
  }

  #coin(): boolean {
    return this.coins.pop() ?? false;
  }
}

Deno.test("lint() is right about the artifacts of every run of every flow", async () => {
  const tries = fc.array(fc.array(fc.boolean(), { maxLength: 40 }), { minLength: 6, maxLength: 6 });
  await holds(
    fc.asyncProperty(parts, tries, async (flow, tries) => {
      const writer = new Writer();
      const first = writer.write(flow, "end");
      writer.lines.push(`@step start() { this.next(this.${first}); }`, "@step end() {}", "}");
      const diagnostics = lint(await readSource(writer.lines.join("\n")));
      const told = new Map<number, string>();
      for (const { rule, line, severity } of diagnostics) {
        assert.match(rule, /^artifact-/);
        if (rule !== "artifact-unused") told.set(line, severity);
      }
      for (const coins of tries) {
        const run = new Run(writer.lineOf, [...coins]);
        try {
          run.parts(flow, new Set());
        } catch (error) {
          assert.equal(error, "refused");
        }
        for (const [line, reads] of run.reads) {
          const text = `${writer.lines[line - 1]} in line ${line}`;
          if (!told.has(line)) assert.ok(reads.every(Boolean), `always set: ${text}`);
          if (told.get(line) === "error") assert.ok(!reads.some(Boolean), `never set: ${text}`);
        }
      }
    }),
    { runs: 300 },
  );
});
