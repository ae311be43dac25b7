import assert from "node:assert/strict";
import { plain } from "./plain.ts";

Deno.test("plain() tells in words what JSON has no word for", () => {
  const value = {
    text: "a\ud800b",
    none: undefined,
    infinite: Infinity,
    big: 12n,
    date: new Date(0),
    never: new Date(NaN),
    map: new Map([["a", 1]]),
    pairs: new Map([[{}, 1]]),
    set: new Set([1, 2]),
    numbers: new Float32Array([1, 0.5]),
    error: new TypeError("no"),
    call: () => 1,
    bytes: new ArrayBuffer(3),
  };
  assert.deepEqual(plain(value), {
    text: "a\ufffdb",
    none: "undefined",
    infinite: "Infinity",
    big: "12",
    date: "1970-01-01T00:00:00.000Z",
    never: "Invalid Date",
    map: { a: 1 },
    pairs: [[{}, 1]],
    set: [1, 2],
    numbers: [1, 0.5],
    error: "TypeError: no",
    call: "function",
    bytes: "ArrayBuffer of 3 bytes",
  });
});

Deno.test("plain() ends where there is too much, and where a value holds itself", () => {
  const round: Record<string, unknown> = { name: "x" };
  round.self = round;
  assert.deepEqual(plain(round), { name: "x", self: "…" });
  assert.deepEqual(plain([1, 2, 3], { items: 2 }), [1, 2, "… 1 more"]);
  assert.deepEqual(plain({ a: 1, b: 2, c: 3 }, { items: 1 }), { a: 1, "…": "2 more" });
  assert.equal(plain("abcdef", { text: 2 }), "ab… (4 characters more)");
  assert.deepEqual(plain([[[1]]], { depth: 2 }), [["[…]"]]);
  // The same object twice is no circle.
  const twice = { a: 1 };
  assert.deepEqual(plain([twice, twice]), [{ a: 1 }, { a: 1 }]);
});

Deno.test("plain() survives values that fight back", () => {
  const hostile = new Proxy({}, {
    ownKeys() {
      throw new Error("no");
    },
  });
  assert.equal(plain(hostile), "(cannot be shown)");
  assert.deepEqual(plain(JSON.parse('{"__proto__": 1}')), JSON.parse('{"__proto__": 1}'));
});
