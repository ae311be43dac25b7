import assert from "node:assert/strict";
import { CardGate } from "./card_gate.ts";

const card = (name: string, text: string) => ({
  name,
  kind: "text",
  bytes: new TextEncoder().encode(text),
});

Deno.test("CardGate passes the first on, holds what follows at once, and gives the last at the end", () => {
  const gate = new CardGate(["a", "b"]);
  const [first, second, third, other] = [
    card("a", "1"),
    card("a", "2"),
    card("a", "3"),
    card("b", "1"),
  ];
  assert.deepEqual(gate.take(first!, 0), [first]);
  assert.deepEqual(gate.take(second!, 100), []);
  assert.deepEqual(gate.take(other!, 100), [other]);
  assert.deepEqual(gate.take(third!, 499), []);
  assert.deepEqual(gate.end(), [third]);
  assert.deepEqual(gate.end(), []);
});

Deno.test("CardGate passes on what comes after a pause, and forgets what it replaces", () => {
  const gate = new CardGate(["a"]);
  gate.take(card("a", "1"), 0);
  gate.take(card("a", "2"), 1);
  const third = card("a", "3");
  assert.deepEqual(gate.take(third, 500), [third]);
  assert.deepEqual(gate.end(), []);
});

Deno.test("CardGate refuses cards that the step does not have", () => {
  const gate = new CardGate(["a"]);
  assert.throws(() => gate.take(card("b", "1"), 0), { name: "MessageError" });
});
