import { askedOf } from "../decorator_policy.ts";
import type { Rule } from "../rule.ts";

export const decoratorOptions: Rule = {
  name: "decorator-options",
  severity: "error",
  about:
    "A decorator of Flow has an option that it does not know, a wrong value, or options that " +
    "cannot be read from the source. The scheduler obeys decorators without running the flow.",
  needs: "nothing",
  *check(flow) {
    const { graph, options } = flow;
    const ofClass = askedOf(graph.decorators, options.flowDecorators);
    const all = [
      { step: null, problems: ofClass.problems },
      ...graph.steps.map((step) => ({ step: step.name, problems: flow.asked(step).problems })),
    ];
    for (const { step, problems } of all) {
      for (const { decorator, message, hint } of problems) {
        yield { message, hint, at: decorator.location, step };
      }
    }
  },
};
