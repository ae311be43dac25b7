import assert from "node:assert/strict";
import { expectArtifact, expectSuccess } from "../expect.ts";
import type { PlayedBehaviour } from "./behaviour.ts";

/** Every task fails at its first attempt: the second one has nothing of it. */
export const retry: PlayedBehaviour = {
  name: "retry",

  async play(stage) {
    const { run, status, events } = await stage.run([{
      imports: ["current", "retry"],
      members: "attemptSeen!: number;\nleftover!: string;",
      onStep: () => ({
        decorators: ["@retry({ times: 1, delay: 0 })"],
        code: `console.log(\`try \${current.attempt}\`);
          if (current.attempt === 1) {
            this.leftover = "of the first attempt";
            throw new RangeError(\`not yet at \${place}\`);
          }
          this.attemptSeen = current.attempt;`,
      }),
    }]);
    assert.equal(status, "succeeded");
    const { tasks } = stage.model;
    const failed = events.filter(({ type }) => type === "attempt_failed");
    assert.equal(failed.length, tasks.length);
    await stage.look(run, (seen) => {
      expectSuccess(seen, tasks);
      expectArtifact(seen, "attemptSeen", () => 2);
      for (const { key, attempts, artifacts, stdout } of seen.tasks) {
        assert.deepEqual(attempts, [
          { status: "failed", type: "error", message: `not yet at ${key}` },
          { status: "succeeded", type: null, message: null },
        ]);
        assert.ok(!("leftover" in artifacts), `${key} has what a failed attempt has set`);
        assert.deepEqual(stdout, ["try 2"]);
      }
    });
  },
};
