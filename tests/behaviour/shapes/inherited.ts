import type { Shape } from "../model/plan.ts";

/** First and last step come from a base class in another file, and one of its steps is replaced. */
export const inherited: Shape = {
  name: "inherited",
  wide: { of: "items" },
  width: 2,
  steps: (size) => [
    { name: "start", base: true, next: { kind: "step", to: "replaced" } },
    { name: "replaced", base: "overridden", next: { kind: "foreach", to: "each", size } },
    { name: "each", next: { kind: "step", to: "join" } },
    { name: "join", join: true, next: { kind: "step", to: "end" } },
    { name: "end", base: true, next: { kind: "end" } },
  ],
};
