import assert from "node:assert/strict";
import { randomNumbers, shuffle } from "./random.ts";

Deno.test("randomNumbers() gives the numbers of mulberry32", () => {
  const next = randomNumbers(7);
  assert.deepEqual([next(), next(), next()], [
    0.011704753153026104,
    0.06195825757458806,
    0.97690763277933,
  ]);
});

Deno.test("shuffle() keeps all items and leaves the list alone", () => {
  const list = ["a", "b", "c", "d", "e"];
  const shuffled = shuffle(list, randomNumbers(3));
  assert.deepEqual(list, ["a", "b", "c", "d", "e"]);
  assert.notDeepEqual(shuffled, list);
  assert.deepEqual(shuffled.toSorted(), list);
});

Deno.test("shuffle() gives every order about as often", () => {
  const counts = new Map<string, number>();
  const random = randomNumbers(11);
  for (let i = 0; i < 6000; i++) {
    const order = shuffle(["a", "b", "c"], random).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 6);
  for (const count of counts.values()) assert.ok(count > 880 && count < 1120, `${count}`);
});
