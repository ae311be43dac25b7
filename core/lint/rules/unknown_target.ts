import { didYouMean } from "../../flow/nearest.ts";
import { targetsOf } from "../../graph/targets.ts";
import type { Rule } from "../rule.ts";

export const unknownTarget: Rule = {
  name: "unknown-target",
  severity: "error",
  about: "`this.next` names a step that does not exist.",
  needs: "nothing",
  *check(flow) {
    const helpers = new Set(flow.graph.helpers.map(({ name }) => name));
    for (const step of flow.graph.steps) {
      for (const target of targetsOf(step.transition)) {
        if (flow.steps.has(target)) continue;
        const hint = helpers.has(target)
          ? `Method "${target}" is no step: put @step on it.`
          : didYouMean(target, flow.steps.keys(), "Steps") ||
            `Add the step: @step ${target}() { … }.`;
        yield {
          message: `Step "${step.name}" leads to "${target}", which is no step`,
          hint,
          at: flow.nextOf(step),
          step: step.name,
        };
      }
    }
  },
};
