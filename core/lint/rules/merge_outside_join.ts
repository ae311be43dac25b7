import type { Rule } from "../rule.ts";

export const mergeOutsideJoin: Rule = {
  name: "merge-outside-join",
  severity: "error",
  about: "`this.merge` is called in a step that is no join, or with both `include` and `exclude`.",
  needs: "nothing",
  *check({ graph }) {
    for (const step of graph.steps) {
      for (const { include, exclude, location } of step.merges) {
        if (!step.join) {
          yield {
            message: `Step "${step.name}" calls this.merge, but is no join`,
            hint: `Take the inputs: ${step.name}(inputs: Inputs<${graph.flow}>) { … }.`,
            at: location,
            step: step.name,
          };
        } else if (include !== null && exclude !== null) {
          yield {
            message: `this.merge of step "${step.name}" has both "include" and "exclude"`,
            hint: "Leave one of them.",
            at: location,
            step: step.name,
          };
        }
      }
    }
  },
};
