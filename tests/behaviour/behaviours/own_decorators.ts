import assert from "node:assert/strict";
import { expectArtifact, linesTold } from "../expect.ts";
import type { CalmBehaviour } from "./behaviour.ts";

const MODULE = `
import { defineFlowDecorator, defineStepDecorator, type FlowSpec } from "flow";

function note(flow: FlowSpec, what: string) {
  const seen = Reflect.get(flow, "hooksSeen") as string[];
  seen.push(what);
}

/** Notes each of its hooks. */
export const noted = defineStepDecorator<{ word: string }>({
  name: "noted",
  before: ({ flow, options, step }) => {
    Reflect.set(flow, "hooksSeen", [\`before \${options.word} \${step}\`]);
  },
  async around({ flow, attempt }, next) {
    note(flow, \`around \${attempt}\`);
    await next();
    note(flow, "around ends");
  },
  after: ({ flow, current }) => note(flow, \`after \${current.task}\`),
});

/** Tells of the end of the run. */
export const heard = defineFlowDecorator<{ by: string }>({
  name: "heard",
  afterRun: ({ run, status }, { by }) => console.log(\`heard by \${by}: \${run} \${status}\`),
});
`;

/** Hooks before, around and after every step, and after the run. */
export const ownDecorators: CalmBehaviour = {
  name: "user-defined decorators",

  add: () => ({
    module: { file: "own_decorators.ts", names: ["heard", "noted"], text: MODULE },
    members: "hooksSeen!: string[];",
    classDecorators: [`@heard({ by: "the matrix" })`],
    onStep: ({ name }) => ({
      decorators: [`@noted({ word: "${name}" })`],
      code: `this.hooksSeen.push(\`step \${place}\`);`,
    }),
  }),

  check(seen, { ended }) {
    expectArtifact(seen, "hooksSeen", ({ key, step, number }) => [
      `before ${step} ${step}`,
      "around 1",
      `step ${key}`,
      "around ends",
      `after ${number}`,
    ]);
    const heard = linesTold(ended.events, "heard by");
    assert.deepEqual(heard, [`heard by the matrix: ${seen.run} succeeded`]);
  },
};
