import type { Rule } from "../rule.ts";

export const switchCases: Rule = {
  name: "switch-cases",
  severity: "error",
  about: "A switch has fewer than two cases: it decides nothing.",
  needs: "nothing",
  *check(flow) {
    for (const step of flow.graph.steps) {
      const { transition } = step;
      if (transition.kind !== "switch" || transition.cases.length >= 2) continue;
      const [only] = transition.cases;
      yield {
        message: only === undefined
          ? `The switch of step "${step.name}" has no cases`
          : `The switch of step "${step.name}" has only the case "${only.key}"`,
        hint: only === undefined
          ? "Write at least two: this.next({ x: this.a, y: this.b }, { switch: value })."
          : `Add the other cases, or write this.next(this.${only.target}).`,
        at: flow.nextOf(step),
        step: step.name,
      };
    }
  },
};
