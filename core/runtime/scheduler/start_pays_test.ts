import assert from "node:assert/strict";
import { type Peer, startPays } from "./start_pays.ts";

const untried: Peer = { isUntried: true, average: null };
const loading: Peer = { isUntried: false, average: null };
const taking = (average: number): Peer => ({ isUntried: false, average });

Deno.test("startPays() starts the first, and others while that loads or runs on", () => {
  assert.ok(startPays([], 1));
  assert.ok(startPays([loading], 1));
  assert.ok(startPays([loading, loading], 1));
});

Deno.test("startPays() waits for the first task that has just begun", () => {
  assert.ok(!startPays([untried], 1000));
  assert.ok(!startPays([taking(1000), untried], 1000));
});

Deno.test("startPays() weighs the work that waits against those who are there", () => {
  assert.ok(!startPays([taking(0.02)], 1000));
  assert.ok(startPays([taking(0.02)], 10_000));
  assert.ok(startPays([taking(1000)], 1));
  assert.ok(startPays([taking(10)], 11));
  assert.ok(!startPays([taking(10), taking(10)], 10));
});
