import { isAsked, RIGHTS } from "../rights.ts";
import type { Rule } from "../rule.ts";

export const rightsUnused: Rule = {
  name: "rights-unused",
  severity: "warning",
  about: "A step asks for a right that nothing in it uses. What a step cannot do, a mistake or a " +
    "package in it cannot do either.",
  needs: "nothing",
  *check(flow) {
    const onLoad = new Set(flow.graph.moduleUses.map(({ right }) => right));
    for (const step of flow.graph.steps) {
      if (step.facts.usesUnknown) continue;
      const used = new Set(step.uses.map(({ right }) => right));
      for (const { decorator, policy } of flow.asked(step).policies) {
        for (const right of RIGHTS) {
          if (!isAsked(policy.permissions?.[right]) || used.has(right) || onLoad.has(right)) {
            continue;
          }
          yield {
            message: `Step "${step.name}" asks for the right "${right}", but does not use it`,
            hint: `Take ${right} out of @${decorator.name}.`,
            at: decorator.location,
            step: step.name,
          };
        }
      }
    }
  },
};
