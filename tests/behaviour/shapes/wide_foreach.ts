import type { Shape } from "../model/plan.ts";

/** More items than there are slots, and a chain of two steps for each: positions have two digits. */
export const wideForeach: Shape = {
  name: "wide foreach",
  wide: { of: "items" },
  width: 12,
  steps: (size) => [
    { name: "start", next: { kind: "foreach", to: "each", size } },
    { name: "each", next: { kind: "step", to: "after" } },
    { name: "after", next: { kind: "step", to: "join" } },
    { name: "join", join: true, next: { kind: "step", to: "end" } },
    { name: "end", next: { kind: "end" } },
  ],
};
