import type { Shape } from "../model/plan.ts";

/** Each item goes its own way; all meet before the join. */
export const switchInForeach: Shape = {
  name: "switch in foreach",
  wide: { of: "items" },
  width: 3,
  steps: (size) => [
    { name: "start", next: { kind: "foreach", to: "each", size } },
    {
      name: "each",
      next: {
        kind: "switch",
        cases: { even: "even", odd: "odd" },
        value: `(this.index % 2 === 0 ? "even" : "odd")`,
        choose: ({ indexes }) => indexes.at(-1)! % 2 === 0 ? "even" : "odd",
      },
    },
    { name: "even", next: { kind: "step", to: "join" } },
    { name: "odd", next: { kind: "step", to: "join" } },
    { name: "join", join: true, next: { kind: "step", to: "end" } },
    { name: "end", next: { kind: "end" } },
  ],
};
