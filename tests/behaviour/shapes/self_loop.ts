import type { Shape } from "../model/plan.ts";

/** A step that leads to itself. */
export const selfLoop: Shape = {
  name: "self loop",
  wide: { of: "turns" },
  width: 3,
  steps: (turns) => [
    { name: "start", next: { kind: "step", to: "turn" } },
    {
      name: "turn",
      looped: true,
      next: {
        kind: "switch",
        cases: { again: "turn", on: "end" },
        value: `(this.turnTurns < ${turns} ? "again" : "on")`,
        choose: ({ turn }) => turn < turns ? "again" : "on",
      },
    },
    { name: "end", next: { kind: "end" } },
  ],
};
