import type { Shape } from "../model/plan.ts";

/** One step after the other. */
export const linear: Shape = {
  name: "linear",
  wide: { why: "each step has one task, and one that comes after it" },
  width: 1,
  steps: () => [
    { name: "start", next: { kind: "step", to: "middle" } },
    { name: "middle", next: { kind: "step", to: "end" } },
    { name: "end", next: { kind: "end" } },
  ],
};
