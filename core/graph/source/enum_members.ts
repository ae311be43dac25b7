import type { Node } from "@babel/types";

/** The members of an enum that have a literal value, or count on from one. */
export function enumMembers(
  node: Node & { type: "TSEnumDeclaration" },
): Map<string, string | number> {
  const members = new Map<string, string | number>();
  let next: number | null = 0;
  for (const member of node.body.members) {
    const name = member.id.type === "Identifier"
      ? member.id.name
      : member.id.type === "StringLiteral"
      ? member.id.value
      : null;
    const init: Node | null = member.initializer ?? null;
    const negative = init?.type === "UnaryExpression" && init.operator === "-";
    const literal: Node | null = negative ? init.argument : init;
    let value: string | number | null = init === null ? next : null;
    if (literal?.type === "StringLiteral" && !negative) value = literal.value;
    if (literal?.type === "NumericLiteral") value = negative ? -literal.value : literal.value;
    if (name !== null && value !== null) members.set(name, value);
    next = typeof value === "number" ? value + 1 : null;
  }
  return members;
}
