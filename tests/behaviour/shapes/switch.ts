import type { Shape } from "../model/plan.ts";

/** One of two ways, by text. */
export const switchShape: Shape = {
  name: "switch",
  wide: { why: "only one of the cases is taken" },
  width: 1,
  steps: () => [
    {
      name: "start",
      next: {
        kind: "switch",
        cases: { left: "left", right: "right" },
        value: `(this.index < 0 ? "right" : "left")`,
        choose: () => "right",
      },
    },
    { name: "left", next: { kind: "step", to: "end" } },
    { name: "right", next: { kind: "step", to: "end" } },
    { name: "end", next: { kind: "end" } },
  ],
};
