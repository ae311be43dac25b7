import type { Decorator } from "../../graph/graph.ts";
import type { Asked } from "../decorator_policy.ts";
import type { Finding, Rule } from "../rule.ts";

export const decoratorDuplicate: Rule = {
  name: "decorator-duplicate",
  severity: "error",
  about:
    "A decorator of Flow stands twice on a step, or twice on the class and its bases; or two " +
    "cards of a step have the same id.",
  needs: "nothing",
  *check(flow) {
    const { graph } = flow;
    yield* duplicates(graph.decorators, null);
    for (const step of graph.steps) {
      yield* duplicates(step.decorators, step.name);
      yield* equalCards(flow.asked(step).policies, step.name);
    }
  },
};

/** These may stand several times: their hooks add up. */
const REPEATABLE = new Set(["exitHook", "card"]);

function* equalCards(asked: Asked["policies"], step: string): Generator<Finding> {
  const seen = new Set<string>();
  for (const { decorator, policy } of asked) {
    for (const { id } of policy.cards ?? []) {
      if (seen.has(id)) {
        yield {
          message: `Step "${step}" has two cards with the id "${id}"`,
          hint: 'Give each an id of its own: @card({ id: "films" }).',
          at: decorator.location,
          step,
        };
      }
      seen.add(id);
    }
  }
}

function* duplicates(decorators: readonly Decorator[], step: string | null): Generator<Finding> {
  const seen = new Set<string>();
  for (const { name, from, location } of decorators) {
    if (from !== "flow" || REPEATABLE.has(name)) continue;
    if (seen.has(name)) {
      yield {
        message: step === null
          ? `@${name} stands twice on the flow`
          : `@${name} stands twice on step "${step}"`,
        hint: "Leave one of them.",
        at: location,
        step,
      };
    }
    seen.add(name);
  }
}
