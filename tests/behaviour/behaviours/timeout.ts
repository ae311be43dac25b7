import assert from "node:assert/strict";
import { expectSuccess } from "../expect.ts";
import { isAt } from "../model/source.ts";
import type { PlayedBehaviour } from "./behaviour.ts";

/** A task that never ends is ended, counts as failed, and is tried again; its siblings are not. */
export const timeout: PlayedBehaviour = {
  name: "timeout",

  async play(stage) {
    const { model } = stage;
    // Of the steps with the most tasks the first, and its last task.
    const count = (name: string) => model.tasks.filter(({ step }) => step === name).length;
    const most = model.tasks.reduce((best, task) =>
      count(task.step) > count(best.step) ? task : best
    );
    const late = model.tasks.findLast(({ step }) => step === most.step)!;
    const { run, status } = await stage.run([{
      imports: ["current", "retry", "timeout"],
      onStep: ({ name }) =>
        name !== late.step ? {} : {
          // On a busy machine another attempt may run out of time as well.
          decorators: ["@retry({ times: 5, delay: 0 })", "@timeout({ seconds: 0.5 })"],
          code: `if (current.attempt === 1 && ${isAt(late)}) {
              console.log("waits for ever");
              for (;;);
            }`,
        },
    }]);
    assert.equal(status, "succeeded");
    await stage.look(run, (seen) => {
      expectSuccess(seen, model.tasks);
      const { attempts } = seen.tasks.find(({ key }) => key === late.key)!;
      assert.deepEqual([attempts[0]!.status, attempts[0]!.type], ["failed", "timeout"]);
      assert.match(attempts[0]!.message!, /took longer than its 0\.5 s/);
      assert.equal(attempts.at(-1)!.status, "succeeded");
    });
  },
};
