import type { Step } from "../../graph/graph.ts";
import type { FlowContext } from "../flow_context.ts";
import type { Finding, Rule } from "../rule.ts";

export const stepArguments: Rule = {
  name: "step-arguments",
  severity: "error",
  about: "A step has more than one parameter, or one that nothing gives it. A join is given its " +
    "inputs, the target of a foreach an item, and other steps nothing.",
  needs: "nothing",
  *check(flow) {
    for (const step of flow.graph.steps) {
      const finding = checkArguments(step, flow);
      if (finding !== null) yield { ...finding, at: step.location, step: step.name };
    }
  },
};

function checkArguments(step: Step, flow: FlowContext): Pick<Finding, "message" | "hint"> | null {
  const { name, arity, join } = step;
  if (arity > 1) {
    return {
      message: `Step "${name}" has ${arity} parameters`,
      hint: join
        ? "A join has one: the inputs."
        : "A step has at most one: the item of a foreach, or the inputs of a join. Pass other " +
          "values as artifacts.",
    };
  }
  if (arity === 0 || join) return null;
  const into = flow.into.get(step)!;
  if (into.some(({ kind }) => kind === "foreach")) return null;
  const parameter = step.facts.parameters[0] || "item";
  return {
    message: `Step "${name}" takes "${parameter}", but no foreach leads to it`,
    hint: `Lead to it with this.next(this.${name}, { foreach: items }); or take the parameter ` +
      `away; or, for a join, write ${parameter}: Inputs<${flow.graph.flow}>.`,
  };
}
