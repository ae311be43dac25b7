import type { Shape } from "../model/plan.ts";

/** One task for each of some items. */
export const foreach: Shape = {
  name: "foreach",
  wide: { of: "items" },
  width: 3,
  steps: (size) => [
    { name: "start", next: { kind: "foreach", to: "each", size } },
    { name: "each", next: { kind: "step", to: "join" } },
    { name: "join", join: true, next: { kind: "step", to: "end" } },
    { name: "end", next: { kind: "end" } },
  ],
};
