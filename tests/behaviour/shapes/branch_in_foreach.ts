import type { Shape } from "../model/plan.ts";

/** A branch for each item. */
export const branchInForeach: Shape = {
  name: "branch in foreach",
  wide: { of: "items" },
  width: 2,
  steps: (size) => [
    { name: "start", next: { kind: "foreach", to: "each", size } },
    { name: "each", next: { kind: "branch", to: ["left", "right"] } },
    { name: "left", next: { kind: "step", to: "meet" } },
    { name: "right", next: { kind: "step", to: "meet" } },
    { name: "meet", join: true, next: { kind: "step", to: "join" } },
    { name: "join", join: true, next: { kind: "step", to: "end" } },
    { name: "end", next: { kind: "end" } },
  ],
};
