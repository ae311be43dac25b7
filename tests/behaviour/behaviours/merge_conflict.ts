import assert from "node:assert/strict";
import { expectTasks } from "../expect.ts";
import { turnsOf } from "../model/plan.ts";
import type { PlayedBehaviour } from "./behaviour.ts";
import { needsJoin } from "./needs.ts";

/** A conflict that nobody settles fails the join, which names it and leaves nothing. */
export const mergeConflict: PlayedBehaviour = {
  name: "merge conflict",
  unfit: needsJoin,

  async play(stage) {
    const { model } = stage;
    const join = model.tasks.findLast(({ step }) => model.plan(step).join)!;
    // How often loops have turned is a conflict too, and not the one that is meant.
    const turns = model.steps.filter(({ looped }) => looped).map(({ name }) => turnsOf(name));
    const exclude = turns.length > 0 ? `, { exclude: ${JSON.stringify(turns)} }` : "";
    const { run, status } = await stage.run([{
      members: "same!: string;\nvalue!: string;",
      onStep(plan) {
        if (plan.name === join.step) return { code: `this.merge(inputs${exclude});` };
        return { code: `this.same = "same";\nthis.value = place;` };
      },
    }]);
    assert.equal(status, "failed");
    const message = `Cannot merge "value" in join "${join.step}": the inputs have different values`;
    await stage.look(run, (seen) => {
      assert.equal(seen.error, message);
      const statusOf = ({ key }: { key: string }) => key === join.key ? "failed" : "succeeded";
      expectTasks(seen, model.tasksUntil(join.key), statusOf);
      const { attempts, artifacts } = seen.tasks.find(({ key }) => key === join.key)!;
      assert.deepEqual(attempts, [{ status: "failed", type: "error", message }]);
      assert.deepEqual(artifacts, {});
    });
  },
};
