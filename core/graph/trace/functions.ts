import type {
  ArrowFunctionExpression,
  Class,
  ClassMethod,
  ClassPrivateMethod,
  FunctionDeclaration,
  FunctionExpression,
  Node,
  ObjectMethod,
} from "@babel/types";
import { declarePattern } from "./assignments.ts";
import { use, value } from "./expressions.ts";
import { block } from "./statements.ts";
import type { Kind, Walk } from "./walk.ts";

/** Everything with parameters and a body. */
export type FunctionNode =
  | ArrowFunctionExpression
  | FunctionExpression
  | FunctionDeclaration
  | ObjectMethod
  | ClassMethod
  | ClassPrivateMethod;

/** Whether an expression is a function. */
export function isFunctionNode(node: Node): node is ArrowFunctionExpression | FunctionExpression {
  return node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression";
}

/**
 * Walks a function inside of a method.
 *
 * @param kinds What its parameters are, by position.
 * @param now Whether it is called right here, as `(() => { … })()` is.
 * @param result Gets what an arrow function's expression gives; by default that escapes.
 */
export function walkFunction(
  walk: Walk,
  node: FunctionNode,
  kinds: readonly (Kind | null | undefined)[],
  now: boolean,
  result?: (kind: Kind | null) => void,
): void {
  if (walk.onlyNow && !now) return;
  const body = walk.collect(() =>
    walk.inFunction(node.type !== "ArrowFunctionExpression", () => {
      walkParameters(walk, node, kinds);
      if (result === undefined || node.body.type === "BlockStatement") walkBody(walk, node);
      else result(value(walk, node.body));
    })
  );
  if (body.length > 0) walk.emit({ op: "function", body, now });
}

/** Declares the parameters of a function; a default is evaluated where it is needed. */
export function walkParameters(
  walk: Walk,
  node: FunctionNode,
  kinds: readonly (Kind | null | undefined)[],
): void {
  for (const [index, parameter] of node.params.entries()) {
    declarePattern(walk, parameter, kinds[index] ?? null);
  }
}

export function walkBody(walk: Walk, node: FunctionNode): void {
  if (node.body.type === "BlockStatement") block(walk, node.body.body);
  else use(walk, node.body);
}

/** Walks a class inside of a method: `this` is another object there. */
export function walkClass(walk: Walk, node: Class): void {
  if (node.superClass) use(walk, node.superClass);
  for (const member of node.body.body) {
    if (member.type === "ClassMethod" || member.type === "ClassPrivateMethod") {
      walkFunction(walk, member, [], false);
    } else if ("value" in member && member.value && !walk.onlyNow) {
      const field: Node = member.value;
      const body = walk.collect(() => walk.inFunction(true, () => use(walk, field)));
      walk.emit({ op: "function", body, now: false });
    }
  }
}
