import type { Rule } from "../rule.ts";

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

export const stepName: Rule = {
  name: "step-name",
  severity: "error",
  about:
    "The name of a step has other characters than letters, digits and underscores, or begins " +
    "with another than a letter. Step names are part of pathspecs.",
  needs: "nothing",
  *check({ graph }) {
    for (const { name, location } of graph.steps) {
      if (NAME.test(name)) continue;
      yield {
        message: `"${name}" cannot be the name of a step`,
        hint: "Use letters, digits and underscores, and begin with a letter.",
        at: location,
        step: name,
      };
    }
  },
};
