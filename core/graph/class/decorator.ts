import type { Decorator as DecoratorNode, Node } from "@babel/types";
import type { Decorator } from "../graph.ts";
import type { Evaluator } from "../source/evaluate.ts";
import { locate, type SourceModule, sourceOf } from "../source/files.ts";
import type { Lookup } from "../source/lookup.ts";
import { unwrap } from "../trace/calls.ts";

/** How many constants are followed: `const fast = retry({ … })`, `const faster = fast`. */
const DEPTH = 10;

const DEFINITIONS = ["defineStepDecorator", "defineFlowDecorator"];

/** Reads a decorator; names given by constants, aliases and namespaces are resolved. */
export function readDecorator(
  node: DecoratorNode,
  module: SourceModule,
  lookup: Lookup,
  evaluator: Evaluator,
): Decorator {
  const found = resolve(node.expression, module, lookup, evaluator, DEPTH);
  const from = found.from === module.path ? "" : found.from;
  return { ...found, from, location: locate(node, module) };
}

function resolve(
  node: Node,
  module: SourceModule,
  lookup: Lookup,
  evaluator: Evaluator,
  depth: number,
): Omit<Decorator, "location"> {
  const expression = unwrap(node);
  const called = expression.type === "CallExpression";
  const callee = called ? unwrap(expression.callee) : expression;
  const args = called
    ? expression.arguments.map((argument) => evaluator.value(argument, module))
    : [];
  const origin = lookup.expression(module, callee);
  switch (origin?.kind) {
    case "flow":
      return { name: origin.name, from: "flow", args };
    case "external": {
      const name = origin.name === "default" ? sourceOf(callee, module) : origin.name;
      return { name, from: origin.specifier, args };
    }
    case "local":
      if (origin.declaration.kind === "const" && !called && depth > 0) {
        const { init } = origin.declaration;
        const found = resolve(init, origin.module, lookup, evaluator, depth - 1);
        // A decorator that is defined here is known by its own name.
        if (found.from !== "flow" || !DEFINITIONS.includes(found.name)) return found;
      }
      return { name: origin.name, from: origin.module.path, args };
    default:
      return { name: sourceOf(callee, module), from: module.path, args };
  }
}
