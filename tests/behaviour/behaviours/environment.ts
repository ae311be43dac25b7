import { expectArtifact } from "../expect.ts";
import type { CalmBehaviour } from "./behaviour.ts";

/** Every other step has variables; in those between they are not to be seen. */
export const environment: CalmBehaviour = {
  name: "environment",

  add: () => ({
    imports: ["environment"],
    members: "environmentSeen!: string[];",
    onStep: (_, position) => ({
      decorators: position % 2 === 0
        ? [`@environment({ vars: { MATRIX_LEVEL: "debug", MATRIX_TIMES: ${position} } })`]
        : [],
      code: `this.environmentSeen = ["MATRIX_LEVEL", "MATRIX_TIMES"].map((name) => {
          try {
            return Deno.env.get(name) ?? "not set";
          } catch (error) {
            return (error as Error).name;
          }
        });`,
    }),
  }),

  check(seen, { model }) {
    expectArtifact(seen, "environmentSeen", ({ step }) => {
      const position = model.steps.findIndex(({ name }) => name === step);
      return position % 2 === 0 ? ["debug", String(position)] : ["NotCapable", "NotCapable"];
    });
  },
};
