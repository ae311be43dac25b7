import assert from "node:assert/strict";
import type { RunEvent } from "../../../core/runtime/events.ts";
import { expectTasks } from "../expect.ts";
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
    assert.deepEqual(hookLines(ended.events), [`hook: ${seen.run} succeeded null\n`]);
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
    assert.deepEqual(hookLines(events), [`hook: ${run} failed no way\n`]);
    await stage.look(run, (seen) => {
      assert.equal(seen.error, "no way");
      expectTasks(seen, model.tasks, ({ key }) => key === last.key ? "failed" : "succeeded");
    });
  },
};

function hookLines(events: readonly RunEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === "log" && event.text.includes("hook:") ? [event.text] : []
  );
}
