import type { RightUse, Step } from "../../graph/graph.ts";
import type { FlowContext } from "../flow_context.ts";
import { allows, isOwn, suggestion } from "../rights.ts";
import type { Finding, Rule } from "../rule.ts";

export const rightsMissing: Rule = {
  name: "rights-missing",
  severity: "warning",
  about:
    "A step uses something that needs a right which it does not ask for, such as the network " +
    "or a variable of the environment. It would be refused at run time.",
  needs: "nothing",
  *check(flow) {
    for (const step of flow.graph.steps) {
      const policies = flow.asked(step).policies.map(({ policy }) => policy);
      // Options that cannot be read may ask for anything.
      if (flow.asked(step).problems.length > 0) continue;
      for (const use of step.uses) {
        if (!isOwn(use) && !allows(policies, use)) yield missing(use, step);
      }
    }
    yield* missingOnLoad(flow);
  },
};

function missing(use: RightUse, step: Step): Finding {
  return {
    message: `Step "${step.name}" calls ${use.api}` + (use.what ? ` for "${use.what}"` : "") +
      `, but does not ask for the right "${use.right}"`,
    hint: `Add ${suggestion(use)} to the step.`,
    at: use.location,
    step: step.name,
  };
}

/** Code at the top of a module runs in the executors of all steps. */
function* missingOnLoad(flow: FlowContext): Generator<Finding> {
  for (const use of flow.graph.moduleUses) {
    if (isOwn(use)) continue;
    const without = flow.graph.steps.find((step) => {
      const { policies, problems } = flow.asked(step);
      return problems.length === 0 && !allows(policies.map(({ policy }) => policy), use);
    });
    if (without === undefined) continue;
    yield {
      message: `${use.api} is called when the flow is loaded, which happens in every step, but ` +
        `step "${without.name}" does not ask for the right "${use.right}"`,
      hint: `Call it in the step that needs it, and add ${suggestion(use)} there.`,
      at: use.location,
      step: null,
    };
  }
}
