import type { Decorator } from "../../graph/graph.ts";
import type { Finding, Rule } from "../rule.ts";

export const decoratorDuplicate: Rule = {
  name: "decorator-duplicate",
  severity: "error",
  about: "A decorator of Flow stands twice on a step, or twice on the class and its bases.",
  needs: "nothing",
  *check({ graph }) {
    yield* duplicates(graph.decorators, null);
    for (const { name, decorators } of graph.steps) yield* duplicates(decorators, name);
  },
};

/** These may stand several times: their hooks add up. */
const REPEATABLE = new Set(["exitHook", "card"]);

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
