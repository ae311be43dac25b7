import type { Rule } from "../rule.ts";

export const catchSplit: Rule = {
  name: "catch-split",
  severity: "error",
  about:
    "An error is caught on a step that ends in a foreach or a switch. When the step fails there " +
    "are no items and no value, so nothing says how the run goes on.",
  needs: "nothing",
  *check(flow) {
    for (const step of flow.graph.steps) {
      const { kind } = step.transition;
      if (kind !== "foreach" && kind !== "switch") continue;
      for (const { decorator, policy } of flow.asked(step).policies) {
        if (policy.catchAs === undefined) continue;
        yield {
          message: `@${decorator.name} stands on step "${step.name}", which ends in a ${kind}`,
          hint: `Do the risky work in a step before it, and the ${kind} in a step of its own.`,
          at: decorator.location,
          step: step.name,
        };
      }
    }
  },
};
