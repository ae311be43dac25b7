import assert from "node:assert/strict";
import type { Model } from "../model/model.ts";
import type { CalmBehaviour } from "./behaviour.ts";

const LINES = 2000;

/** One step prints much more than a pipe holds, in each of its tasks; nothing of it gets lost. */
export const largeLogs: CalmBehaviour = {
  name: "large logs",

  add: (model) => ({
    onStep: ({ name }) =>
      name !== loudStep(model) ? {} : {
        code: `for (let at = 0; at < ${LINES}; at++) {
            console.log(\`large: \${place} \${at} \${"x".repeat(at % 100)}\`);
          }`,
      },
  }),

  check(seen, { model }) {
    for (const { key, step, stdout } of seen.tasks) {
      const large = stdout.filter((line) => line.startsWith("large: "));
      assert.equal(large.length, step === loudStep(model) ? LINES : 0, key);
      const wrong = large.findIndex((line, at) =>
        line !== `large: ${key} ${at} ${"x".repeat(at % 100)}`
      );
      assert.equal(wrong, -1, `${key}, line ${wrong}: ${large[wrong]}`);
    }
  },
};

/** The step that has the most tasks. */
function loudStep({ steps, tasks }: Model): string {
  const count = ({ name }: { name: string }) => tasks.filter(({ step }) => step === name).length;
  return steps.toSorted((a, b) => count(b) - count(a))[0]!.name;
}
