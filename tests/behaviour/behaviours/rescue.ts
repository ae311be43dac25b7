import assert from "node:assert/strict";
import { expectArtifact, expectSuccess } from "../expect.ts";
import type { PlayedBehaviour } from "./behaviour.ts";

const MODULE = `
import { defineStepDecorator } from "flow";

/** Goes on where a step has failed. */
export const rescue = defineStepDecorator({
  name: "rescue",
  onError({ flow, error }) {
    Reflect.set(flow, "rescued", (error as Error).message);
    return { handled: true };
  },
});
`;

/** A hook handles every failure, and the task counts as one that went well. */
export const rescue: PlayedBehaviour = {
  name: "user-defined decorator that handles errors",

  async play(stage) {
    const { model } = stage;
    const { run, status } = await stage.run([{
      module: { file: "rescue.ts", names: ["rescue"], text: MODULE },
      members: "rescued!: string;",
      onStep: (plan) =>
        !model.isCatchable(plan) ? {} : {
          decorators: ["@rescue"],
          code: `if (place !== "") throw new Error(\`at \${place}\`);`,
        },
    }]);
    assert.equal(status, "succeeded");
    await stage.look(run, (seen) => {
      expectSuccess(seen, model.tasks);
      expectArtifact(
        seen,
        "rescued",
        ({ key, step }) => model.isCatchable(model.plan(step)) ? `at ${key}` : undefined,
      );
    });
  },
};
