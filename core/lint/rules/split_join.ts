import type { Rule } from "../rule.ts";

export const splitJoin: Rule = {
  name: "split-join",
  severity: "error",
  about:
    "Splits and joins do not fit together: a split is never joined, a join does not wait for " +
    "all branches of one split, branches meet in a step that is no join, or a way leads out of a " +
    "split around its join.",
  needs: "edges",
  *check(flow) {
    yield* flow.structure.findings;
  },
};
