import type { Shape } from "../model/plan.ts";

/** A switch on one way of a branch. */
export const switchInBranch: Shape = {
  name: "switch in branch",
  wide: { why: "only one of the cases is taken, and the branch is a plain one" },
  width: 1,
  steps: () => [
    { name: "start", next: { kind: "branch", to: ["left", "right"] } },
    {
      name: "left",
      next: {
        kind: "switch",
        cases: { up: "up", down: "down" },
        value: `(this.index < 0 ? "down" : "up")`,
        choose: () => "down",
      },
    },
    { name: "up", next: { kind: "step", to: "join" } },
    { name: "down", next: { kind: "step", to: "join" } },
    { name: "right", next: { kind: "step", to: "join" } },
    { name: "join", join: true, next: { kind: "step", to: "end" } },
    { name: "end", next: { kind: "end" } },
  ],
};
