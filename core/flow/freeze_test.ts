import assert from "node:assert/strict";
import { deepFreeze } from "./freeze.ts";

Deno.test("deepFreeze() freezes plain objects and arrays, at any depth", () => {
  const value = { list: [{ x: 1 }], again: null as unknown };
  value.again = value;
  assert.equal(deepFreeze(value), true);
  assert.throws(() => value.list.push({ x: 2 }), TypeError);
  assert.throws(() => value.list[0]!.x = 2, TypeError);
});

Deno.test("deepFreeze() tells when something can still change", () => {
  for (const value of [new Map(), [new Date()], { x: new Uint8Array(2) }, new Uint8Array(2)]) {
    assert.equal(deepFreeze(value), false);
  }
  for (const value of [1, "x", null, undefined, []]) assert.equal(deepFreeze(value), true);
});

Deno.test("deepFreeze() takes what is nested deeply", () => {
  let value: unknown[] = [];
  for (let i = 0; i < 100_000; i++) value = [value];
  assert.equal(deepFreeze(value), true);
});
