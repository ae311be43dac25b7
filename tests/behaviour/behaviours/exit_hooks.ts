import assert from "node:assert/strict";
import { expectTasks, linesTold } from "../expect.ts";
import type { CalmBehaviour, PlayedBehaviour } from "./behaviour.ts";

const HOOKS = `@exitHook({
  onSuccess: ({ run, status, error }) => console.log(\`hook: \${run} \${status} \${error}\`),
  onFailure: ({ run, status, error }) => console.log(\`hook: \${run} \${status} \${error?.message}\`),
})`;

/** A run that succeeds is told to the one hook and not to the other. */
export const exitHooks: CalmBehaviour = {
  name: "exit hooks",
  add: () => ({ imports: ["exitHook"], classDecorators: [HOOKS] }),
  check(seen, { ended }) {
    assert.deepEqual(linesTold(ended.events, "hook:"), [`hook: ${seen.run} succeeded null`]);
  },
};

/** A run whose last step fails is told to the other. */
export const exitHooksOfFailure: PlayedBehaviour = {
  name: "exit hooks after a failure",

  async play(stage) {
    const { model } = stage;
    const last = model.tasks.at(-1)!;
    const { run, status, events } = await stage.run([{
      imports: ["exitHook"],
      classDecorators: [HOOKS],
      onStep: ({ name }) => name === last.step ? { code: `throw new Error("no way");` } : {},
    }]);
    assert.equal(status, "failed");
    assert.deepEqual(linesTold(events, "hook:"), [`hook: ${run} failed no way`]);
    await stage.look(run, (seen) => {
      assert.equal(seen.error, "no way");
      expectTasks(seen, model.tasks, ({ key }) => key === last.key ? "failed" : "succeeded");
    });
  },
};
