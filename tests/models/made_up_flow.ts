/**
 * Flows that are made up: steps, branches, foreachs, switches and loops inside of each other, with
 * what their steps do to artifacts and how they fail.
 *
 * @module
 */

import fc from "fast-check";

/** What a step does with its artifacts. */
export type Act =
  | { do: "set"; name: string; to: "own" | "same" }
  | { do: "delete"; name: string }
  /** Changes a list in place, if there is one. */
  | { do: "grow" }
  /** Of a join: takes what one of its inputs has. */
  | { do: "take"; name: string; input: number }
  /** Of a join. */
  | { do: "merge"; how: "all" | "include" | "exclude"; names: string[] };

/** How a task fails: at its first attempts, and then no more. */
export interface Fault {
  attempts: number;
  by: "throw" | "kill";
}

/** A step, apart from what comes next. */
export interface Deed {
  before: Act[];
  fault: Fault | null;
  after: Act[];
  /** How often it is tried again. */
  retries: number;
  /** Whether its error is caught, where that is possible. */
  caught: boolean;
}

/** A part of a flow. */
export type Part =
  | { kind: "step"; deed: Deed }
  | { kind: "branch"; deed: Deed; ways: Part[][]; join: Deed }
  | { kind: "foreach"; deed: Deed; size: number; body: Part[]; join: Deed }
  | { kind: "switch"; deed: Deed; ways: Part[][]; chosen: number; by: Key }
  | { kind: "loop"; deed: Deed; body: Part[]; turns: number };

/** What the keys of a switch are. */
export type Key = "text" | "number" | "boolean";

/** A flow as a whole. */
export interface MadeUp {
  start: Deed;
  parts: Part[];
  end: Deed;
}

/** Artifacts that steps set, delete and merge. */
export const NAMES = ["a", "b", "c"] as const;

const name = fc.constantFrom(...NAMES);

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    do: fc.constant("set" as const),
    name,
    to: fc.constantFrom("own" as const, "same" as const),
  }),
  fc.record({ do: fc.constant("delete" as const), name }),
  fc.constant<Act>({ do: "grow" }),
);

const joinAct: fc.Arbitrary<Act> = fc.oneof(
  act,
  fc.record({ do: fc.constant("take" as const), name, input: fc.nat(2) }),
  fc.record({
    do: fc.constant("merge" as const),
    how: fc.constantFrom("all" as const, "include" as const, "exclude" as const),
    names: fc.uniqueArray(name, { minLength: 1 }),
  }),
);

const fault: fc.Arbitrary<Fault> = fc.record({
  attempts: fc.integer({ min: 1, max: 3 }),
  by: fc.constantFrom("throw" as const, "throw" as const, "kill" as const),
});

function deed(acts: fc.Arbitrary<Act>): fc.Arbitrary<Deed> {
  return fc.record({
    before: fc.array(acts, { maxLength: 2 }),
    // Most steps do not fail; of those that do, most succeed in the end.
    fault: fc.oneof({ arbitrary: fc.constant(null), weight: 5 }, { arbitrary: fault, weight: 1 }),
    after: fc.array(acts, { maxLength: 2 }),
    retries: fc.constantFrom(0, 1, 2, 3, 3),
    caught: fc.boolean(),
  });
}

const plain = deed(act);
const join = deed(joinAct);

const { sequence } = fc.letrec<{ part: Part; sequence: Part[] }>((tie) => ({
  part: fc.oneof(
    { depthSize: "small", withCrossShrink: true, maxDepth: 3 },
    fc.record({ kind: fc.constant("step" as const), deed: plain }),
    fc.record({
      kind: fc.constant("branch" as const),
      deed: plain,
      ways: fc.array(tie("sequence"), { minLength: 2, maxLength: 3 }),
      join,
    }),
    fc.record({
      kind: fc.constant("foreach" as const),
      deed: plain,
      size: fc.integer({ min: 1, max: 3 }),
      body: tie("sequence"),
      join,
    }),
    fc.record({
      kind: fc.constant("switch" as const),
      deed: plain,
      ways: fc.array(tie("sequence"), { minLength: 2, maxLength: 2 }),
      chosen: fc.nat(1),
      by: fc.constantFrom("text" as const, "number" as const, "boolean" as const),
    }),
    fc.record({
      kind: fc.constant("loop" as const),
      deed: plain,
      body: tie("sequence"),
      turns: fc.integer({ min: 1, max: 3 }),
    }),
  ),
  sequence: fc.array(tie("part"), { minLength: 1, maxLength: 3 }),
}));

/** How many steps the source of parts has. */
export function countSteps(parts: readonly Part[]): number {
  let count = 0;
  for (const part of parts) {
    if (part.kind === "step") count++;
    else if (part.kind === "foreach") count += 2 + countSteps(part.body);
    else if (part.kind === "loop") count += 3 + countSteps(part.body);
    else count += 2 + part.ways.reduce((sum, way) => sum + countSteps(way), 0);
  }
  return count;
}

/** What is smaller than this has no branch, foreach or loop with something in it. */
const MIN_STEPS = 4;

/** Flows of up to so many steps. */
export function madeUpFlow(maxSteps: number): fc.Arbitrary<MadeUp> {
  return fc.record({
    start: plain,
    parts: sequence.filter((parts) => {
      const steps = countSteps(parts);
      return steps >= MIN_STEPS && steps <= maxSteps - 2;
    }),
    end: plain,
  });
}
