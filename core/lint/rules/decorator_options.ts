import { askedOf } from "../decorator_policy.ts";
import type { Decorator } from "../../graph/graph.ts";
import type { LintOptions } from "../known_decorators.ts";
import type { Finding, Rule } from "../rule.ts";

export const decoratorOptions: Rule = {
  name: "decorator-options",
  severity: "error",
  about:
    "A decorator of Flow has an option that it does not know, a wrong value, or options that " +
    "cannot be read from the source; or one for steps stands on the class, or the other way round. " +
    "The scheduler obeys decorators without running the flow.",
  needs: "nothing",
  *check(flow) {
    const { graph, options: { decorators, flowDecorators } } = flow;
    const ofClass = askedOf(graph.decorators, flowDecorators);
    const all = [
      { step: null, problems: ofClass.problems },
      ...graph.steps.map((step) => ({ step: step.name, problems: flow.asked(step).problems })),
    ];
    for (const { step, problems } of all) {
      for (const { decorator, message, hint } of problems) {
        yield { message, hint, at: decorator.location, step };
      }
    }
    yield* misplaced(graph.decorators, null, decorators, flowDecorators);
    for (const step of graph.steps) {
      yield* misplaced(step.decorators, step.name, flowDecorators, decorators);
    }
  },
};

function* misplaced(
  used: readonly Decorator[],
  step: string | null,
  wrong: LintOptions["decorators"],
  right: LintOptions["decorators"],
): Generator<Finding> {
  for (const { name, from, location } of used) {
    if (from !== "flow" || !wrong?.get(name) || right?.get(name)) continue;
    yield {
      message: step === null
        ? `@${name} stands on the class, but is for steps`
        : `@${name} stands on step "${step}", but is for the class`,
      hint: step === null ? "Put it on a step." : "Put it before the class.",
      at: location,
      step,
    };
  }
}
