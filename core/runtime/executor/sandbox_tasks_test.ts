import assert from "node:assert/strict";
import type { TaskMessage } from "../protocol/messages.ts";
import { begin } from "../worker/claims.ts";
import type { TaskOrder } from "../worker/messages.ts";
import { SandboxTasks } from "./sandbox_tasks.ts";

const NOTHING = new Uint8Array(0);

function message(task: number): TaskMessage {
  return { t: "task", task, attempt: 1, table: 1, frames: [] };
}

/** Tasks of a sandbox, and what it was given. */
function setUp() {
  const orders: TaskOrder[] = [];
  const tasks = new SandboxTasks({
    give: (more) => void orders.push(...more),
    started() {},
    flush() {},
  });
  for (const task of [1, 2, 3]) tasks.add(message(task), NOTHING);
  tasks.feed();
  return { tasks, orders };
}

Deno.test("SandboxTasks takes back what the sandbox was given and has not begun", () => {
  const { tasks, orders } = setUp();
  assert.deepEqual(orders.map(({ task }) => task), [1, 2]);
  assert.ok(begin(tasks.claims, orders[0]!.slot));
  assert.deepEqual(tasks.recall(new Set([2, 3])), [2, 3]);
  assert.equal(begin(tasks.claims, orders[1]!.slot), false, "the sandbox must not begin it");
  assert.ok(tasks.headIs(1, 1));
  const time = Date.now();
  tasks.end({ started: time, finished: time });
  assert.equal(tasks.head, undefined);
});

Deno.test("SandboxTasks leaves to the sandbox what that has begun", () => {
  const { tasks, orders } = setUp();
  for (const { slot } of orders) begin(tasks.claims, slot);
  assert.deepEqual(tasks.recall(new Set([2, 3])), [3]);
  const time = Date.now();
  tasks.end({ started: time, finished: time });
  assert.ok(tasks.headIs(2, 1));
});
