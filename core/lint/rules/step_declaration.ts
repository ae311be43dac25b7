import type { Rule } from "../rule.ts";

export const stepDeclaration: Rule = {
  name: "step-declaration",
  severity: "error",
  about: "`@step` stands on something that cannot be a step (the class, a static or private " +
    "method, an accessor, a field), is missing on a method that overrides a step, or is missing on a method " +
    "that has other decorators of Flow.",
  needs: "nothing",
  *check({ graph }) {
    for (const { name, from, location } of graph.decorators) {
      if (name !== "step" || from !== "flow") continue;
      yield {
        message: `@step stands on the class "${graph.flow}"`,
        hint: "Put it on the methods that are steps.",
        step: null,
        at: location,
      };
    }
    for (const { rule, message, hint, step, location } of graph.problems) {
      if (rule === "step-declaration") yield { message, hint, step, at: location };
    }
  },
};
