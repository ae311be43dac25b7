import type { Rule } from "../rule.ts";

export const startIncoming: Rule = {
  name: "start-incoming",
  severity: "error",
  about: "A step leads back to the first step, or the first step is a join.",
  needs: "nothing",
  *check(flow) {
    const { start } = flow;
    if (start === null) return;
    for (const { from } of flow.into.get(start)!) {
      yield {
        message: `Step "${from.name}" leads back to the start step "${start.name}"`,
        hint: `Lead back to the step after "${start.name}"; nothing may lead to the start.`,
        at: flow.nextOf(from),
        step: from.name,
      };
    }
    if (!start.join) return;
    yield {
      message: `The start step "${start.name}" takes inputs, but there is nothing to join`,
      hint: "Take the parameter away.",
      at: start.location,
      step: start.name,
    };
  },
};
