import type { Shape } from "../model/plan.ts";

/** Two steps that run in turns. */
export const multiStepLoop: Shape = {
  name: "multi-step loop",
  wide: { of: "turns" },
  width: 2,
  steps: (turns) => [
    { name: "start", next: { kind: "step", to: "first" } },
    { name: "first", looped: true, next: { kind: "step", to: "second" } },
    {
      name: "second",
      looped: true,
      next: {
        kind: "switch",
        cases: { again: "first", on: "end" },
        value: `(this.secondTurns < ${turns} ? "again" : "on")`,
        choose: ({ turn }) => turn < turns ? "again" : "on",
      },
    },
    { name: "end", next: { kind: "end" } },
  ],
};
