import assert from "node:assert/strict";
import { diffValues } from "./value_diff.ts";

Deno.test("diffValues() names the places that differ", () => {
  assert.deepEqual(
    diffValues(
      { a: 1, list: [1, 2, { x: true }], gone: null, "a b": "x" },
      { a: 2, list: [1, 2, { x: false }, 4], "a b": "y" },
      10,
    ),
    [
      { path: ".a", before: 1, after: 2 },
      { path: ".list[2].x", before: true, after: false },
      { path: ".list[3]", after: 4 },
      { path: ".gone", before: null },
      { path: '["a b"]', before: "x", after: "y" },
    ],
  );
});

Deno.test("diffValues() compares the whole where the kinds differ", () => {
  assert.deepEqual(diffValues([1], { a: 1 }, 10), [{ path: "", before: [1], after: { a: 1 } }]);
  const set = { $type: "set", values: [1] };
  const map = { $type: "map", entries: [] };
  assert.deepEqual(diffValues(set, map, 10), [{ path: "", before: set, after: map }]);
  assert.deepEqual(diffValues({ a: [1] }, { a: [1] }, 10), []);
});

Deno.test("diffValues() ends at its limit", () => {
  const before = Array.from({ length: 1000 }, () => 0);
  const after = Array.from({ length: 1000 }, () => 1);
  assert.equal(diffValues(before, after, 7).length, 7);
});
