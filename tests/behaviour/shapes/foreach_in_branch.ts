import type { Shape } from "../model/plan.ts";

/** A foreach on one way of a branch. */
export const foreachInBranch: Shape = {
  name: "foreach in branch",
  wide: { of: "items" },
  width: 2,
  steps: (size) => [
    { name: "start", next: { kind: "branch", to: ["left", "right"] } },
    { name: "left", next: { kind: "step", to: "join" } },
    { name: "right", next: { kind: "foreach", to: "each", size } },
    { name: "each", next: { kind: "step", to: "gather" } },
    { name: "gather", join: true, next: { kind: "step", to: "join" } },
    { name: "join", join: true, next: { kind: "step", to: "end" } },
    { name: "end", next: { kind: "end" } },
  ],
};
