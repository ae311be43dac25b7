import type { Shape } from "../model/plan.ts";

/** A switch by number leads to one by boolean. */
export const nestedSwitch: Shape = {
  name: "nested switch",
  wide: { why: "only one of the cases is taken" },
  width: 1,
  steps: () => [
    {
      name: "start",
      next: {
        kind: "switch",
        cases: { 1: "one", 2: "two" },
        value: "(this.index < 0 ? 2 : 1)",
        choose: () => "2",
      },
    },
    { name: "one", next: { kind: "step", to: "after" } },
    {
      name: "two",
      next: {
        kind: "switch",
        cases: { true: "yes", false: "no" },
        value: "this.index >= 0",
        choose: () => "false",
      },
    },
    { name: "yes", next: { kind: "step", to: "after" } },
    { name: "no", next: { kind: "step", to: "after" } },
    { name: "after", next: { kind: "step", to: "end" } },
    { name: "end", next: { kind: "end" } },
  ],
};
