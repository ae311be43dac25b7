import type { Rule } from "../rule.ts";

export const nextTwice: Rule = {
  name: "next-twice",
  severity: "error",
  about:
    "A `this.next` runs after another one has, or in a loop. A step says once what comes next.",
  needs: "nothing",
  *check({ graph }) {
    for (const step of graph.steps) {
      for (const at of step.facts.repeatedNexts) {
        yield {
          message: `Step "${step.name}" calls this.next more than once`,
          hint:
            "For several steps at once write this.next(this.a, this.b); for one of several put " +
            "return before each call.",
          at,
          step: step.name,
        };
      }
    }
  },
};
