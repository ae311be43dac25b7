import type { Rule } from "../rule.ts";

export const foreachJoin: Rule = {
  name: "foreach-join",
  severity: "error",
  about: "A foreach or a branch leads straight to a join: there is nothing between them to run.",
  needs: "edges",
  *check(flow) {
    for (const step of flow.graph.steps) {
      for (const { to, kind } of flow.out.get(step)!) {
        if (!to.join || (kind !== "foreach" && kind !== "branch")) continue;
        yield {
          message: `The ${kind} of step "${step.name}" leads straight to the join "${to.name}"`,
          hint: kind === "foreach"
            ? "Put the step between them that does the work for one item."
            : `Put a step between "${step.name}" and "${to.name}" on this branch.`,
          at: flow.nextOf(step),
          step: step.name,
        };
      }
    }
  },
};
