import assert from "node:assert/strict";
import { countDifferent, pairUp } from "./pairs.ts";

Deno.test("pairUp() pairs by name, in the order of the first side, what is only in the other last", () => {
  const pairs = pairUp(
    Object.entries({ x: 1, y: 2, "only a": 3 }),
    Object.entries({ "only b": 4, y: 5, x: 1 }),
    ([name]) => name,
    ([, a], [, b]) => a === b,
  );
  assert.deepEqual(pairs.map(({ name, a, b, isSame }) => [name, a?.[1], b?.[1], isSame]), [
    ["x", 1, 1, true],
    ["y", 2, 5, false],
    ["only a", 3, undefined, false],
    ["only b", undefined, 4, false],
  ]);
  assert.equal(countDifferent(pairs), 3);
});
