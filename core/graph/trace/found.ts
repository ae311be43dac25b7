import type { Node } from "@babel/types";
import type { Op } from "./trace.ts";
import type { Walk } from "./walk.ts";

/**
 * What is known to be there where a condition holds, or where it does not: `"x" in this`, also in
 * `!…`, `… && …` and `… || …`.
 */
export function found(walk: Walk, condition: Node, holds: boolean): Op[] {
  if (walk.foreignThis > 0) return [];
  const ops: Op[] = [];
  const open: [Node, boolean][] = [[condition, holds]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, is] = next;
    if (node.type === "UnaryExpression" && node.operator === "!") open.push([node.argument, !is]);
    else if (node.type === "LogicalExpression" && node.operator === (is ? "&&" : "||")) {
      open.push([node.left, is], [node.right, is]);
    } else if (is && node.type === "BinaryExpression" && node.operator === "in") {
      const { left, right } = node;
      if (left.type === "StringLiteral" && right.type === "ThisExpression") {
        ops.push({ op: "found", name: left.value });
      }
    }
  }
  return ops;
}
