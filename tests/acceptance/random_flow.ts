/**
 * Flows that are made up: nested branches, foreachs and loops, their source, and what comes out of
 * them by a simple interpreter.
 *
 * @module
 */

import fc from "fast-check";

/** A part of a flow. */
export type Part =
  | { kind: "step" }
  | { kind: "loop"; turns: number }
  | { kind: "branch"; ways: Part[][] }
  | { kind: "foreach"; size: number; body: Part[] };

/** Parts one after the other, not too many in all. */
export const parts: fc.Arbitrary<Part[]> = fc.letrec<{ part: Part; sequence: Part[] }>((tie) => ({
  part: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant<Part>({ kind: "step" }),
    fc.record({ kind: fc.constant("loop" as const), turns: fc.integer({ min: 1, max: 3 }) }),
    fc.record({
      kind: fc.constant("branch" as const),
      ways: fc.array(tie("sequence"), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant("foreach" as const),
      size: fc.integer({ min: 1, max: 3 }),
      body: tie("sequence"),
    }),
  ),
  sequence: fc.array(tie("part"), { minLength: 1, maxLength: 3 }),
})).sequence;

/** How many steps the source of parts will have. */
export function countSteps(sequence: readonly Part[]): number {
  let count = 0;
  for (const part of sequence) {
    if (part.kind === "step") count++;
    else if (part.kind === "loop") count += 2;
    else if (part.kind === "foreach") count += 2 + countSteps(part.body);
    else count += 2 + part.ways.reduce((sum, way) => sum + countSteps(way), 0);
  }
  return count;
}

/** Writes the source of a flow, and what it leaves. */
export class FlowWriter {
  #methods: string[] = [];
  #names = 0;

  /** The source of a flow of these parts. */
  source(sequence: readonly Part[]): string {
    const first = this.#sequence(sequence, "end");
    return `
import { FlowSpec, type Inputs, param, step } from "flow";
export default class Random extends FlowSpec {
  folder = param({ default: "" });
  trace!: string[];
  turn!: number;
  pass(name: string) {
    const place = name + this.foreachStack().map(({ index }) => "." + index).join("");
    const troubles = Deno.readTextFileSync(this.folder + "/trouble").split("\\n");
    this.trace.push(place);
    if (troubles.includes(place)) throw new Error("trouble at " + place);
  }
  @step start() { this.trace = []; this.pass("start"); this.next(this.${first}); }
${this.#methods.join("\n")}
  @step end() { this.pass("end"); }
}
`;
  }

  #name(): string {
    return `s${++this.#names}`;
  }

  /** @returns The name of the first step. */
  #sequence(sequence: readonly Part[], next: string): string {
    for (const part of sequence.toReversed()) next = this.#part(part, next);
    return next;
  }

  #part(part: Part, next: string): string {
    const name = this.#name();
    const add = (parameter: string, ...lines: string[]) =>
      this.#methods.push(`  @step ${name}(${parameter}) { ${lines.join(" ")} }`);
    switch (part.kind) {
      case "step":
        add("", `this.pass("${name}");`, `this.next(this.${next});`);
        return name;
      case "loop": {
        // A switch may not lead straight to a join.
        const after = `${name}x`;
        add(
          "",
          `this.turn = "turn" in this ? this.turn + 1 : 1;`,
          `this.pass("${name}#" + this.turn);`,
          `this.next({ on: this.${name}, off: this.${after} },`,
          `{ switch: this.turn < ${part.turns} ? "on" : "off" });`,
        );
        this.#methods.push(
          `  @step ${after}() { this.pass("${after}");` +
            ` delete (this as { turn?: number }).turn; this.next(this.${next}); }`,
        );
        return name;
      }
      case "branch":
      case "foreach": {
        const join = `${name}j`;
        this.#methods.push(
          `  @step ${join}(inputs: Inputs<Random>) {` +
            ` this.trace = [...inputs].flatMap((input) => input.trace); this.pass("${join}");` +
            ` this.next(this.${next}); }`,
        );
        const ways = part.kind === "branch" ? part.ways : [part.body];
        const firsts = ways.map((way) => `this.${this.#sequence(way, join)}`);
        const options = part.kind === "branch"
          ? ""
          : `, { foreach: Array.from({ length: ${part.size} }, (_, at) => at) }`;
        add("", `this.pass("${name}");`, `this.next(${firsts.join(", ")}${options});`);
        return name;
      }
    }
  }
}

/** What a flow of these parts leaves in `trace`, and the notes of all of its tasks. */
export function interpret(sequence: readonly Part[]): { trace: string[]; places: string[] } {
  const places: string[] = [];
  let names = 0;
  // Names are given as by the writer: from the last part to the first, the outer before the inner.
  type Named = { part: Part; name: string; inner: Named[][] };
  const nameAll = (list: readonly Part[]): Named[] =>
    list.toReversed().map((part): Named => {
      const name = `s${++names}`;
      const ways = part.kind === "branch" ? part.ways : part.kind === "foreach" ? [part.body] : [];
      return { part, name, inner: ways.map(nameAll) };
    }).reverse();
  const pass = (trace: string[], name: string, at: number[]) => {
    const place = [name, ...at].join(".");
    places.push(place);
    trace.push(place);
  };
  const run = (list: readonly Named[], trace: string[], at: number[]): string[] => {
    for (const { part, name, inner } of list) {
      if (part.kind === "step") pass(trace, name, at);
      else if (part.kind === "loop") {
        for (let turn = 1; turn <= part.turns; turn++) pass(trace, `${name}#${turn}`, at);
        pass(trace, `${name}x`, at);
      } else {
        pass(trace, name, at);
        const before = trace;
        const ends = part.kind === "branch"
          ? inner.map((way) => run(way, [...before], at))
          : Array.from({ length: part.size }, (_, item) =>
            run(inner[0]!, [...before], [...at, item]));
        trace = ends.flat();
        pass(trace, `${name}j`, at);
      }
    }
    return trace;
  };
  const trace: string[] = [];
  const named = nameAll(sequence);
  pass(trace, "start", []);
  const end = run(named, trace, []);
  pass(end, "end", []);
  return { trace: end, places };
}
