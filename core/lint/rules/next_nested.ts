import type { Rule } from "../rule.ts";

export const nextNested: Rule = {
  name: "next-nested",
  severity: "error",
  about:
    "`this.next` is called in a function inside of a step, or in a method that a step calls. " +
    "Whether and how often it runs cannot be read from the source.",
  needs: "nothing",
  *check({ graph }) {
    for (const step of graph.steps) {
      for (const at of step.facts.nestedNexts) {
        yield {
          message: `this.next of step "${step.name}" is called in another function`,
          hint: "Call it in the step itself: compute the value first, then this.next(…).",
          at,
          step: step.name,
        };
      }
    }
  },
};
