import type { Node } from "@babel/types";
import { memberOf, propertyName, use, value } from "./expressions.ts";
import { ANY_INPUT, type Kind, LIST, type Walk } from "./walk.ts";

/** Gives the value `kind` to an assignment's left side, or to a name or pattern declared before. */
export function assign(walk: Walk, node: Node, kind: Kind | null): void {
  bind(walk, node, kind, (name) => walk.reassign(name, kind));
}

/** Declares the names of a pattern, which takes the value `kind` apart. */
export function declarePattern(walk: Walk, node: Node, kind: Kind | null): void {
  bind(walk, node, kind, null);
}

function bind(
  walk: Walk,
  node: Node,
  kind: Kind | null,
  reassign: ((name: string) => void) | null,
): void {
  const inner = (target: Node, part: Kind | null) =>
    reassign === null ? declarePattern(walk, target, part) : assign(walk, target, part);
  switch (node.type) {
    case "Identifier":
      if (reassign === null) walk.declare(node.name, kind);
      else reassign(node.name);
      return;
    case "MemberExpression":
    case "OptionalMemberExpression": {
      const object = value(walk, node.object);
      const name = propertyName(node);
      if (name === null) use(walk, node.property);
      walk.escape(kind);
      if (object?.kind !== "this") return;
      if (name === null) walk.trace.computed = true;
      else walk.emit({ op: "write", name, at: node });
      return;
    }
    case "AssignmentPattern":
      // The default is evaluated only where there is no value.
      walk.emit({ op: "branch", arms: [walk.collect(() => use(walk, node.right)), []] });
      inner(node.left, kind);
      return;
    case "RestElement":
      inner(node.argument, kind);
      return;
    case "ArrayPattern":
      for (const [index, element] of node.elements.entries()) {
        if (element === null) continue;
        inner(element, elementOf(kind, index, element.type === "RestElement"));
      }
      if (kind !== null && !/^(inputs|list|pairs|pair)$/.test(kind.kind)) walk.escape(kind);
      return;
    case "ObjectPattern":
      for (const property of node.properties) {
        if (property.type === "RestElement") {
          walk.escape(kind);
          inner(property.argument, null);
          continue;
        }
        const name = keyName(property);
        if (property.computed && name === null) use(walk, property.key);
        inner(property.value, kind === null ? null : memberOf(walk, kind, name, property.key));
      }
      return;
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "ParenthesizedExpression":
      inner(node.expression, kind);
      return;
    case "TSParameterProperty":
      inner(node.parameter, kind);
  }
}

/** What going through a value gives, as in `for (const x of value)`. */
export function itemOf(kind: Kind | null): Kind | null {
  if (kind?.kind === "inputs" || kind?.kind === "list") return ANY_INPUT;
  return kind?.kind === "pairs" ? { kind: "pair" } : null;
}

function elementOf(kind: Kind | null, index: number, rest: boolean): Kind | null {
  if (kind?.kind === "pair") return index === 1 && !rest ? ANY_INPUT : null;
  if (rest) return kind?.kind === "inputs" || kind?.kind === "list" ? LIST : null;
  if (kind?.kind === "inputs") return { kind: "input", step: null, position: index };
  return itemOf(kind);
}

function keyName(property: { key: Node; computed?: boolean | null }): string | null {
  const { key } = property;
  if (key.type === "Identifier" && !property.computed) return key.name;
  if (key.type === "StringLiteral") return key.value;
  return key.type === "NumericLiteral" ? String(key.value) : null;
}
