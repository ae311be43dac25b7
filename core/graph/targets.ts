import type { Transition } from "./graph.ts";

/** The steps that a transition can lead to, each once, in source order. */
export function targetsOf(transition: Transition): string[] {
  switch (transition.kind) {
    case "linear":
    case "foreach":
      return [transition.target];
    case "branch":
      return transition.targets;
    case "switch":
      return [...new Set(transition.cases.map(({ target }) => target))];
    default:
      return [];
  }
}
