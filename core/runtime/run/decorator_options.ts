import type { Decorator } from "../../graph/graph.ts";

/** The options of a decorator as far as the source spells them out. */
export function decoratorOptions(decorator: Decorator): unknown {
  const [first] = decorator.args;
  return first?.kind === "literal" ? first.value : {};
}
