import type { Shape } from "../model/plan.ts";

/** A loop for each item: the second one has a turn more than the first, and so on. */
export const loopInForeach: Shape = {
  name: "loop in foreach",
  wide: { of: "items" },
  width: 2,
  steps: (size) => [
    { name: "start", next: { kind: "foreach", to: "each", size } },
    { name: "each", next: { kind: "step", to: "turn" } },
    {
      name: "turn",
      looped: true,
      next: {
        kind: "switch",
        cases: { again: "turn", on: "after" },
        value: `(this.turnTurns < this.index % 3 + 1 ? "again" : "on")`,
        choose: ({ turn, indexes }) => turn < indexes.at(-1)! % 3 + 1 ? "again" : "on",
      },
    },
    { name: "after", next: { kind: "step", to: "join" } },
    { name: "join", join: true, next: { kind: "step", to: "end" } },
    { name: "end", next: { kind: "end" } },
  ],
};
