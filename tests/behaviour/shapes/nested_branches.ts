import type { Shape, StepPlan } from "../model/plan.ts";

/** A branch in one of the ways of a branch, and another step behind the inner join. */
export const nestedBranches: Shape = {
  name: "nested branches",
  wide: { of: "ways of the inner branch" },
  width: 2,
  steps(width) {
    const ways = Array.from({ length: width }, (_, at) => `inner${at}`);
    return [
      { name: "start", next: { kind: "branch", to: ["left", "right"] } },
      { name: "left", next: { kind: "branch", to: ways } },
      ...ways.map((name): StepPlan => ({ name, next: { kind: "step", to: "innerJoin" } })),
      { name: "innerJoin", join: true, next: { kind: "step", to: "afterInner" } },
      { name: "afterInner", next: { kind: "step", to: "join" } },
      { name: "right", next: { kind: "step", to: "join" } },
      { name: "join", join: true, next: { kind: "step", to: "end" } },
      { name: "end", next: { kind: "end" } },
    ];
  },
};
