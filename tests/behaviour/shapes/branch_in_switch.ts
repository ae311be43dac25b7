import type { Shape } from "../model/plan.ts";

/** The case that is taken has a branch. */
export const branchInSwitch: Shape = {
  name: "branch in switch",
  wide: { why: "the branch in it is a plain one" },
  width: 1,
  steps: () => [
    {
      name: "start",
      next: {
        kind: "switch",
        cases: { split: "split", plain: "plain" },
        value: `(this.index < 0 ? "split" : "plain")`,
        choose: () => "split",
      },
    },
    { name: "split", next: { kind: "branch", to: ["left", "right"] } },
    { name: "left", next: { kind: "step", to: "join" } },
    { name: "right", next: { kind: "step", to: "join" } },
    { name: "join", join: true, next: { kind: "step", to: "end" } },
    { name: "plain", next: { kind: "step", to: "end" } },
    { name: "end", next: { kind: "end" } },
  ],
};
