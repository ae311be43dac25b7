import type { Shape } from "../model/plan.ts";

/** A foreach in each task of a foreach. */
export const nestedForeach: Shape = {
  name: "nested foreach",
  wide: { of: "items of the inner foreach" },
  width: 2,
  steps: (size) => [
    { name: "start", next: { kind: "foreach", to: "outer", size: 2 } },
    { name: "outer", next: { kind: "foreach", to: "inner", size } },
    { name: "inner", next: { kind: "step", to: "innerJoin" } },
    { name: "innerJoin", join: true, next: { kind: "step", to: "join" } },
    { name: "join", join: true, next: { kind: "step", to: "end" } },
    { name: "end", next: { kind: "end" } },
  ],
};
