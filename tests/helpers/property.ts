/**
 * Properties that hold for whatever fast-check makes up. The tests try the same cases each time;
 * `deno task fuzz` (tests/models/fuzz.ts) tries others, and more of them.
 *
 * @module
 */

import fc from "fast-check";

/** How much is tried. */
export interface Effort {
  /** Cases in the tests; `deno task fuzz` tries five times as many a round. */
  runs: number;
  /**
   * What the cases of the tests are made from.
   *
   * @default {7}
   */
  seed?: number;
  /**
   * Whether the first case that fails is told as it is: one case takes so long that looking for a
   * smaller one would take minutes.
   *
   * @default {false}
   */
  endOnFailure?: boolean;
}

/** The environment by which `deno task fuzz` says what to try. */
export const FUZZ_SEED = "FLOW_FUZZ_SEED";
/** The path that fast-check told of a case that has failed: only this case is tried. */
export const FUZZ_PATH = "FLOW_FUZZ_PATH";

/** Begins the line that tells how many cases of a property were tried. */
export const TRIED = "tried ";

/**
 * Checks a property.
 *
 * @throws {Error} With the smallest case that fails, its seed and its path.
 */
export async function holds<T>(property: fc.IRawProperty<T>, effort: Effort): Promise<void> {
  const { runs, seed = 7, endOnFailure = false } = effort;
  const fresh = Deno.env.get(FUZZ_SEED);
  if (fresh === undefined) {
    return await fc.assert(property, { numRuns: runs, seed, endOnFailure });
  }
  const path = Deno.env.get(FUZZ_PATH);
  const numRuns = runs * 5;
  await fc.assert(property, {
    numRuns,
    seed: Number(fresh),
    endOnFailure,
    ...(path ? { path } : {}),
  });
  console.log(`${TRIED}${path ? 1 : numRuns}`);
}
