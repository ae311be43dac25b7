import type { Rule } from "../rule.ts";

export const switchJoin: Rule = {
  name: "switch-join",
  severity: "error",
  about:
    "A case of a switch leads straight to a join. The join could not know whether the branch " +
    "arrives.",
  needs: "edges",
  *check(flow) {
    for (const step of flow.graph.steps) {
      for (const { to, kind } of flow.out.get(step)!) {
        if (kind !== "switch" || !to.join) continue;
        yield {
          message: `A case of the switch of step "${step.name}" leads straight to the join ` +
            `"${to.name}"`,
          hint: `Put a step between them that always leads to "${to.name}".`,
          at: flow.nextOf(step),
          step: step.name,
        };
      }
    }
  },
};
