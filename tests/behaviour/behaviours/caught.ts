import assert from "node:assert/strict";
import { expectArtifact, expectTasks } from "../expect.ts";
import type { ExpectedTask } from "../model/expected.ts";
import type { Model } from "../model/model.ts";
import { isAt } from "../model/source.ts";
import type { PlayedBehaviour } from "./behaviour.ts";

/** Every failure that can be caught is: the run goes on, with what was set before it. */
export const catchThrown: PlayedBehaviour = {
  name: "catch of a thrown error",

  async play(stage) {
    const { model } = stage;
    const isThrown = ({ step }: { step: string }) => model.isCatchable(model.plan(step));
    const { run, status } = await stage.run([{
      imports: ["catchError", "type CaughtError"],
      members: "failure!: CaughtError | undefined;\nbefore!: string;",
      onStep: (plan) => ({
        decorators: model.isCatchable(plan) ? ["@catchError({ print: false })"] : [],
        code: `this.before = place;` +
          (model.isCatchable(plan)
            ? `\nif (place !== "") throw new RangeError(\`at \${place}\`);`
            : ""),
      }),
    }]);
    assert.equal(status, "succeeded");
    await stage.look(run, (seen) => {
      assert.deepEqual([seen.status, seen.error], ["succeeded", null]);
      expectTasks(seen, model.tasks, (task) => isThrown(task) ? "caught" : "succeeded");
      expectArtifact(seen, "before", ({ key }) => key);
      for (const task of seen.tasks.filter(isThrown)) {
        const message = `at ${task.key}`;
        assert.deepEqual(task.attempts, [{ status: "failed", type: "error", message }]);
        assert.ok("failure" in task.artifacts);
      }
      const { name, message, type } = seen.end.failure as Record<string, unknown>;
      const end = model.tasks.at(-1)!.key;
      assert.deepEqual([name, message, type], ["RangeError", `at ${end}`, "error"]);
    });
  },
};

/** A process that is killed is caught as well: what it had set is lost, and the run goes on. */
export const catchKilled: PlayedBehaviour = {
  name: "catch of a killed process",

  async play(stage) {
    const { model } = stage;
    const victim = victimOf(model);
    const { run, status, events } = await stage.run([{
      imports: ["catchError", "type CaughtError"],
      members: "failure!: CaughtError | undefined;\nbefore!: string;",
      onStep: (plan) => ({
        decorators: model.isCatchable(plan) ? ["@catchError({ print: false })"] : [],
        code: `this.before = place;` +
          (plan.name === victim.step
            ? `\nif (${isAt(victim)}) Deno.kill(Deno.pid, "SIGKILL");`
            : ""),
      }),
    }]);
    assert.equal(status, "succeeded", JSON.stringify(events.at(-1)));
    await stage.look(run, (seen) => {
      assert.deepEqual([seen.status, seen.error], ["succeeded", null]);
      expectTasks(seen, model.tasks, ({ key }) => key === victim.key ? "caught" : "succeeded");
      const killed = seen.tasks.find(({ key }) => key === victim.key)!;
      const message = "The step's process was killed by SIGKILL";
      assert.deepEqual(killed.attempts, [{ status: "failed", type: "killed", message }]);
      assert.ok("failure" in killed.artifacts);
      expectArtifact(seen, "before", ({ key }) => key === victim.key ? undefined : key);
      // Where nothing failed afterwards, the artifact is there and says so.
      if (model.tasks.at(-1) !== model.task(victim.key)) {
        assert.deepEqual(seen.end.failure, { $type: "undefined" });
      }
    });
  },
};

/** The catchable task that is deepest inside, and of its equals the last. */
export function victimOf(model: Model): ExpectedTask {
  const depth = ({ indexes, turn, way }: ExpectedTask) =>
    10 * indexes.length + (way === null ? 0 : 5) + turn;
  const catchable = model.tasks.filter(({ step }) => model.isCatchable(model.plan(step)));
  return catchable.reduce((best, task) => depth(task) >= depth(best) ? task : best);
}
