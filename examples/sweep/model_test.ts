import assert from "node:assert/strict";
import { accuracy, classify, confusion, gradient, loss, train, zeroWeights } from "./model.ts";
import type { Example } from "./model.ts";

const EXAMPLES: Example[] = [
  { features: [2, 1], label: 0 },
  { features: [1.5, -1], label: 0 },
  { features: [-2, 0.5], label: 1 },
  { features: [-1, 2], label: 2 },
  { features: [-0.5, 2.5], label: 2 },
];

Deno.test("gradient() is the slope of loss()", () => {
  const weights = [[0.1, -0.2, 0.3], [0.5, 0.4, -0.6], [-0.3, 0.2, 0.1]];
  const slope = gradient(weights, EXAMPLES, 0.2);
  const width = 1e-6;
  for (const [which, row] of weights.entries()) {
    for (const i of row.keys()) {
      const at = (change: number) => {
        const moved = weights.map((values) => [...values]);
        moved[which]![i]! += change;
        return loss(moved, EXAMPLES, 0.2);
      };
      const measured = (at(width) - at(-width)) / (2 * width);
      assert.ok(Math.abs(measured - slope[which]![i]!) < 1e-8, `weight ${which}, ${i}`);
    }
  }
});

Deno.test("loss() of zero weights is that of a guess", () => {
  assert.ok(Math.abs(loss(zeroWeights(3, 2), EXAMPLES, 1) - Math.log(3)) < 1e-12);
});

Deno.test("train() learns what can be told apart and leaves its start alone", () => {
  const start = zeroWeights(3, 2);
  const weights = train(start, EXAMPLES, { rate: 0.5, penalty: 0 }, 200);
  assert.deepEqual(start, zeroWeights(3, 2));
  for (const { features, label } of EXAMPLES) assert.equal(classify(weights, features), label);
});

Deno.test("confusion() counts by true class and class found", () => {
  const weights = [[1, 0, 0], [0, 0, 0], [0, 0, 0]];
  const matrix = confusion(weights, EXAMPLES);
  assert.deepEqual(matrix, [[2, 0, 0], [1, 0, 0], [2, 0, 0]]);
  assert.equal(accuracy(matrix), 0.4);
});
