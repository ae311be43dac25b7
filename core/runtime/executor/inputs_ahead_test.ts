import assert from "node:assert/strict";
import type { AskInputs } from "../protocol/messages.ts";
import { InputsAhead } from "./inputs_ahead.ts";

const first: AskInputs = {
  of: "inputs",
  from: 0,
  count: 2,
  then: 2,
  names: ["a"],
  base: true,
  items: false,
};
const second = { ...first, from: 2, base: false };
const last = { ...second, from: 4, count: 1, then: 0 };

function setUp() {
  const asked: string[] = [];
  const ahead = new InputsAhead((task, { from, count, items }) => {
    asked.push(`${task}: ${from}+${count}${items ? " with items" : ""}`);
    return from < 100 ? Promise.resolve(Uint8Array.of(from)) : Promise.reject(new Error("gone"));
  });
  return { asked, ahead };
}

Deno.test("InputsAhead asks for what follows while the answer is worked on, and once", async () => {
  const { asked, ahead } = setUp();
  assert.deepEqual(await ahead.answer(1, first), Uint8Array.of(0));
  assert.deepEqual(asked, ["1: 0+2", "1: 2+2"]);
  assert.deepEqual(await ahead.answer(1, { ...second, then: 1 }), Uint8Array.of(2));
  assert.deepEqual(await ahead.answer(1, last), Uint8Array.of(4));
  assert.deepEqual(asked, ["1: 0+2", "1: 2+2", "1: 4+1"]);
});

Deno.test("InputsAhead asks anew for anything else than it has asked for", async () => {
  const others: [task: number, ask: AskInputs][] = [
    [1, { ...second, from: 6 }],
    [2, second],
    [1, { ...second, items: true }],
    [1, { ...second, names: ["b"] }],
  ];
  for (const [task, other] of others) {
    const { asked, ahead } = setUp();
    await ahead.answer(1, first);
    assert.deepEqual(await ahead.answer(task, { ...other, then: 0 }), Uint8Array.of(other.from));
    assert.equal(asked.length, 3);
  }
});

Deno.test("InputsAhead fails only who asks for what failed", async () => {
  const { ahead } = setUp();
  assert.deepEqual(await ahead.answer(1, { ...second, from: 98 }), Uint8Array.of(98));
  await assert.rejects(ahead.answer(1, { ...last, from: 100, count: 2 }), { message: "gone" });
  assert.deepEqual(await ahead.answer(1, first), Uint8Array.of(0));
});
