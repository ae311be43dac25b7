import type { Step } from "../../graph/graph.ts";
import type { Rule } from "../rule.ts";

export const deadEnd: Rule = {
  name: "dead-end",
  severity: "error",
  about: "No way leads from this step to the last one: a run that gets here never ends.",
  needs: "edges",
  *check(flow) {
    const { end, structure } = flow;
    if (end === null) return;
    const leading = new Set<Step>([end]);
    for (const step of leading) {
      for (const { from } of flow.into.get(step)!) leading.add(from);
    }
    // One finding for each way in: what comes after is no better.
    for (const step of structure.reached) {
      if (leading.has(step)) continue;
      const into = flow.into.get(step)!;
      const isFirst = step === flow.start || into.some(({ from }) => leading.has(from));
      if (!isFirst) continue;
      yield {
        message: `No way leads from step "${step.name}" to the end step "${end.name}"`,
        hint: "Add a case to its switch that leaves the loop.",
        at: flow.nextOf(step),
        step: step.name,
      };
    }
  },
};
