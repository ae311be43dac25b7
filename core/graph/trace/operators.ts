import type { Expression, Node } from "@babel/types";
import { assign } from "./assignments.ts";
import { propertyName, use, value } from "./expressions.ts";
import { found } from "./found.ts";
import type { Op } from "./trace.ts";
import { ANY_INPUT, type Kind, type Walk } from "./walk.ts";

/** Walks `a = b`, `a += b`, `a ??= b`. */
export function assignment(walk: Walk, node: Node & { type: "AssignmentExpression" }): Kind | null {
  if (node.operator === "=") {
    const kind = value(walk, node.right);
    assign(walk, node.left, kind);
    return kind;
  }
  value(walk, node.left);
  // `a ||= b`: b is not always evaluated.
  if (/^(\|\||&&|\?\?)=$/.test(node.operator)) {
    walk.emit({ op: "branch", arms: [walk.collect(() => use(walk, node.right)), []] });
  } else use(walk, node.right);
  assign(walk, node.left, null);
  return null;
}

/** Walks `-a`, `typeof a`, `delete a.b`. */
export function unary(walk: Walk, node: Node & { type: "UnaryExpression" }): Kind | null {
  const { argument } = node;
  const deletes = node.operator === "delete" &&
    (argument.type === "MemberExpression" || argument.type === "OptionalMemberExpression");
  if (!deletes) {
    value(walk, argument);
    return null;
  }
  const kind = value(walk, argument.object);
  const name = propertyName(argument);
  if (name === null) use(walk, argument.property);
  if (kind?.kind === "this") {
    if (name === null) walk.trace.computed = true;
    else walk.emit({ op: "delete", name, at: argument });
  }
  return null;
}

/** Walks `a + b`, `a < b`, `"x" in this`. */
export function binary(walk: Walk, node: Node & { type: "BinaryExpression" }): Kind | null {
  if (node.operator === "in") {
    const kind = value(walk, node.right);
    if (kind?.kind === "this" && node.left.type === "StringLiteral") {
      walk.emit({ op: "read", name: node.left.value, at: node, soft: true });
    } else {
      walk.escape(kind);
      use(walk, node.left);
    }
    return null;
  }
  // A long sum leans to the left: walk down instead of nesting a call for each term.
  const terms: Node[] = [];
  let first: Node = node;
  while (first.type === "BinaryExpression" && first.operator !== "in") {
    terms.push(first.right);
    first = first.left;
  }
  value(walk, first);
  for (const term of terms.reverse()) value(walk, term);
  return null;
}

/** Walks `a && b`, `a || b`, `a ?? b`. */
export function logical(walk: Walk, node: Node & { type: "LogicalExpression" }): Kind | null {
  const links: (Node & { type: "LogicalExpression" })[] = [];
  let first: Expression = node;
  while (first.type === "LogicalExpression") {
    links.push(first);
    first = first.left as Expression;
  }
  const kinds = [value(walk, first)];
  // What the terms before have told, for as long as all are of one kind.
  let known: Op[] = [];
  let before: string | null = null;
  let left: Node = first;
  for (const { operator, right } of links.reverse()) {
    const holds = operator === "&&";
    if (operator === "??" || (before !== null && before !== operator)) known = [];
    else known.push(...found(walk, left, holds));
    before = operator;
    left = right;
    const arm = walk.collect(() => kinds.push(value(walk, right)));
    walk.emit({ op: "branch", arms: [[...known, ...arm], []] });
  }
  return same(walk, kinds);
}

/** One kind if all are of it (or nothing that is followed), else they escape. */
export function same(walk: Walk, kinds: (Kind | null)[]): Kind | null {
  const followed = kinds.filter((kind) => kind !== null);
  const [first] = followed;
  if (first === undefined) return null;
  if (followed.every((kind) => kind.kind === first.kind)) {
    if (first.kind !== "input") return first;
    return followed.every((kind) => JSON.stringify(kind) === JSON.stringify(first))
      ? first
      : ANY_INPUT;
  }
  for (const kind of followed) walk.escape(kind);
  return null;
}
