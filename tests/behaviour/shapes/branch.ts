import type { Shape, StepPlan } from "../model/plan.ts";

/** Some steps side by side. */
export const branch: Shape = {
  name: "branch",
  wide: { of: "ways" },
  width: 2,
  steps(width) {
    const ways = Array.from({ length: width }, (_, at) => `way${at}`);
    return [
      { name: "start", next: { kind: "branch", to: ways } },
      ...ways.map((name): StepPlan => ({ name, next: { kind: "step", to: "join" } })),
      { name: "join", join: true, next: { kind: "step", to: "end" } },
      { name: "end", next: { kind: "end" } },
    ];
  },
};
