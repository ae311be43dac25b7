import assert from "node:assert/strict";
import fc from "fast-check";
import type { RunEvent } from "../../core/runtime/events.ts";
import { runFlow } from "../../mod.ts";
import { Folder } from "../cli/command.ts";
import { holds } from "../helpers/property.ts";
import { flowSource } from "./flow_source.ts";
import { type ExpectedTask, interpret } from "./interpreter.ts";
import { madeUpFlow } from "./made_up_flow.ts";
import { observe, type ObservedTask } from "./observed_run.ts";
import { StuckGuard } from "./stuck.ts";

/** Which expected task each task is, by step, place in the split, and parents. */
function match(
  observed: readonly ObservedTask[],
  expected: readonly ExpectedTask[],
): Map<number, ExpectedTask> {
  const numbers = new Map(expected.map((task, at) => [task, at]));
  const keyOf = (step: string, splitIndex: number | null, parents: (number | undefined)[]) =>
    JSON.stringify([step, splitIndex, parents]);
  const byKey = new Map(
    expected.map((task) => [
      keyOf(task.step, task.splitIndex, task.parents.map((parent) => numbers.get(parent))),
      task,
    ]),
  );
  const matched = new Map<number, ExpectedTask>();
  for (const task of observed) {
    const parents = task.parents.map((parent) => numbers.get(matched.get(parent)!));
    const found = byKey.get(keyOf(task.step, task.splitIndex, parents));
    assert.ok(found, `no such task is expected: ${task.step}/${task.number}`);
    assert.ok(![...matched.values()].includes(found), `twice: ${task.step}/${task.number}`);
    matched.set(task.number, found);
  }
  return matched;
}

/** Events come in an order that fits the graph, and attempts one after the other. */
function assertOrder(events: readonly RunEvent[], observed: readonly ObservedTask[]): void {
  const started = new Map<string, number>();
  const ended = new Map<string, number>();
  events.forEach((event, at) => {
    if (event.type === "task_started") started.set(`${event.task}.${event.attempt}`, at);
    if (event.type === "attempt_failed") ended.set(`${event.task}.${event.attempt}`, at);
    if (["task_succeeded", "task_caught"].includes(event.type)) {
      ended.set((event as { task: string }).task, at);
    }
  });
  for (const task of observed) {
    const first = started.get(`${task.number}.1`);
    if (first === undefined) continue;
    for (const parent of task.parents) {
      const end = ended.get(String(parent));
      assert.ok(end !== undefined && end < first, `${task.number} started before ${parent} ended`);
    }
    for (let attempt = 2; attempt <= task.attempt; attempt++) {
      const begin = started.get(`${task.number}.${attempt}`);
      const failed = ended.get(`${task.number}.${attempt - 1}`);
      if (begin === undefined) continue;
      assert.ok(failed !== undefined && failed < begin, `${task.number}.${attempt} too early`);
    }
  }
}

Deno.test("a run leaves what a walk over the graph does, whatever fails", async () => {
  const cases = fc.record({
    flow: madeUpFlow(14),
    keepGoing: fc.boolean(),
    maxWorkers: fc.integer({ min: 1, max: 3 }),
    isolation: fc.constantFrom("warm" as const, "warm" as const, "fresh" as const),
  }).filter(({ flow }) => interpret(flow).length <= 40);
  await holds(
    fc.asyncProperty(cases, async ({ flow, ...options }) => {
      const expected = interpret(flow);
      using folder = new Folder();
      const file = folder.write("flow.ts", flowSource(flow));
      const events: RunEvent[] = [];
      using guard = new StuckGuard();
      const run = await runFlow(file, {
        ...options,
        signal: guard.signal,
        store: `${folder.path}/.flow`,
        onEvent: (event) => events.push(event),
      });
      assert.ok(!guard.stuck, "the run is stuck");
      const fails = expected.some(({ status }) => status === "failed");
      const observed = await observe(`${folder.path}/.flow`, run.pathspec);
      const matched = match(observed, expected);
      for (const task of observed) {
        const should = matched.get(task.number)!;
        const name = `${task.step}/${task.number}`;
        // The first failure ends the run, wherever its other tasks are; nothing is tried again then.
        const stopped = !options.keepGoing && fails &&
          (["cancelled", "queued"].includes(task.status) ||
            (task.status === "failed" && task.attempt < should.attempt));
        if (stopped) continue;
        assert.equal(task.status, should.status, name);
        assert.equal(task.attempt, should.attempt, name);
        if (should.status === "failed") continue;
        const sorted = (all: ReadonlyMap<string, unknown>) =>
          Object.fromEntries([...all].sort(([a], [b]) => a < b ? -1 : 1));
        assert.deepEqual(sorted(task.artifacts), sorted(should.artifacts), name);
      }
      if (options.keepGoing || !fails) assert.equal(observed.length, expected.length);
      assert.equal(await run.status, fails ? "failed" : "succeeded");
      assertOrder(events, observed);
    }),
    { runs: 10, endOnFailure: true },
  );
});
