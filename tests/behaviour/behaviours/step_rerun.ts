import assert from "node:assert/strict";
import { expectTasks } from "../expect.ts";
import type { SeenTask } from "../looks/seen.ts";
import type { ExpectedTask } from "../model/expected.ts";
import type { Model } from "../model/model.ts";
import type { PlayedBehaviour } from "./behaviour.ts";
import { victimOf } from "./caught.ts";
import { trail } from "./trail.ts";

/** A task runs again, alone, on what it began with; what was before it is taken over. */
export const stepRerun: PlayedBehaviour = {
  name: "step rerun",
  unfitWay: ({ step }) => "why" in step ? step.why : null,

  async play(stage) {
    const { model, way, lab } = stage;
    const { run } = await stage.run([trail]);
    const before = new Map<string, SeenTask>();
    await stage.look(run, ({ tasks }) => tasks.forEach((task) => before.set(task.key, task)));
    const join = model.tasks.findLast(({ step }) => model.plan(step).join);
    for (const at of new Set([victimOf(model), join ?? model.tasks.at(-1)!])) {
      const { step, number, artifacts } = before.get(at.key)!;
      assert.ok(typeof way.step === "function");
      const again = await way.step(lab.store, `${run}/${step}/${number}`);
      assert.equal(again.status, "succeeded");
      const started = again.events.filter(({ type }) => type === "task_started");
      assert.equal(started.length, 1);
      await stage.look(again.run, (seen) => {
        assert.equal(seen.origin, run);
        expectTasks(seen, withAncestors(model, at));
        for (const task of seen.tasks) {
          assert.equal(task.number, before.get(task.key)!.number, task.key);
          assert.equal(task.origin, task.key === at.key ? null : run, task.key);
        }
        assert.deepEqual(seen.tasks.find(({ key }) => key === at.key)!.artifacts, artifacts);
      });
    }
    await stage.look(run, ({ tasks }) => {
      for (const task of tasks) assert.deepEqual(task, before.get(task.key), "the run has changed");
    });
  },
};

/** A task and all before it, which have no other children than these. */
function withAncestors(model: Model, at: ExpectedTask): ExpectedTask[] {
  const keys = new Set<string>();
  const add = (key: string) => {
    if (keys.has(key)) return;
    keys.add(key);
    model.task(key).parents.forEach(add);
  };
  add(at.key);
  return model.tasks.filter(({ key }) => keys.has(key))
    .map((task) => ({ ...task, children: task.children.filter((key) => keys.has(key)) }));
}
