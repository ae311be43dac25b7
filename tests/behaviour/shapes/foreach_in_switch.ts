import type { Shape } from "../model/plan.ts";

/** The case that is taken has a foreach. */
export const foreachInSwitch: Shape = {
  name: "foreach in switch",
  wide: { of: "items" },
  width: 2,
  steps: (size) => [
    {
      name: "start",
      next: {
        kind: "switch",
        cases: { split: "split", plain: "plain" },
        value: `(this.index < 0 ? "split" : "plain")`,
        choose: () => "split",
      },
    },
    { name: "split", next: { kind: "foreach", to: "each", size } },
    { name: "each", next: { kind: "step", to: "join" } },
    { name: "join", join: true, next: { kind: "step", to: "end" } },
    { name: "plain", next: { kind: "step", to: "end" } },
    { name: "end", next: { kind: "end" } },
  ],
};
