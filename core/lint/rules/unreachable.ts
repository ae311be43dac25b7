import type { Rule } from "../rule.ts";

export const unreachable: Rule = {
  name: "unreachable",
  severity: "error",
  about: "No way leads from the first step to this one.",
  needs: "edges",
  *check(flow) {
    const { graph, structure } = flow;
    for (const step of graph.steps) {
      if (structure.places.has(step)) continue;
      yield {
        message: `Step "${step.name}" is never reached from "${graph.start}"`,
        hint: "Lead to it with a this.next of another step, or remove it.",
        at: step.location,
        step: step.name,
      };
    }
  },
};
