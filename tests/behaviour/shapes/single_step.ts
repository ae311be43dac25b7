import type { Shape } from "../model/plan.ts";

/** A flow of one step, which is first and last. */
export const singleStep: Shape = {
  name: "single step",
  wide: { why: "it has one task" },
  width: 1,
  steps: () => [{ name: "only", next: { kind: "end" } }],
};
