import type { Shape } from "../model/plan.ts";

/** First and last step have names of their own. */
export const customStartAndEnd: Shape = {
  name: "custom start and end",
  wide: { why: "each step has one task, and one that comes after it" },
  width: 1,
  steps: () => [
    { name: "begin", options: "({ start: true })", next: { kind: "step", to: "middle" } },
    { name: "middle", next: { kind: "step", to: "finish" } },
    { name: "finish", options: "({ end: true })", next: { kind: "end" } },
  ],
};
