import type { Rule } from "../rule.ts";

export const switchMissingCase: Rule = {
  name: "switch-missing-case",
  severity: "warning",
  about:
    "A switch on an artifact whose declared type is a union of literals has no case for one of " +
    "its values. The step fails when the value comes.",
  needs: "nothing",
  *check(flow) {
    const literals = new Map(
      flow.graph.declarations.map(({ name, literals }) => [name, literals ?? null]),
    );
    for (const step of flow.graph.steps) {
      const { transition } = step;
      if (transition.kind !== "switch" || transition.on === null) continue;
      const name = /^this\.([\w$]+)$/.exec(transition.on)?.[1] ?? "";
      const keys = new Set(transition.cases.map(({ key }) => key));
      const missing = literals.get(name)?.filter((value) => !keys.has(value)) ?? [];
      if (missing.length === 0) continue;
      const list = missing.map((value) => `"${value}"`).join(", ");
      yield {
        message: `The switch of step "${step.name}" on "${name}" has no case for ${list}`,
        hint: "Add it, or take the value out of the declared type.",
        at: flow.nextOf(step),
        step: step.name,
      };
    }
  },
};
