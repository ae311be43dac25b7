import assert from "node:assert/strict";
import { quartiles } from "./quartiles.ts";

Deno.test("quartiles() lie between values in proportion", () => {
  const cases: [number[], number, number, number][] = [
    [[5], 5, 5, 5],
    [[2, 1], 1.25, 1.5, 1.75],
    [[10, 9, 1, 2], 1.75, 5.5, 9.25],
    [[1, 2, 3, 4, 5], 2, 3, 4],
  ];
  for (const [values, lower, median, upper] of cases) {
    assert.deepEqual(quartiles(values), { count: values.length, lower, median, upper });
  }
});

Deno.test("quartiles() leaves the values in their order", () => {
  const values = [3, 1, 2];
  quartiles(values);
  assert.deepEqual(values, [3, 1, 2]);
});

Deno.test("quartiles() throws without values", () => {
  assert.throws(() => quartiles([]), RangeError);
});
