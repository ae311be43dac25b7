import type {
  Expression,
  Identifier,
  MemberExpression,
  Node,
  OptionalMemberExpression,
} from "@babel/types";
import { assign } from "./assignments.ts";
import { call } from "./calls.ts";
import { childrenOf } from "./children.ts";
import { found } from "./found.ts";
import { walkClass, walkFunction } from "./functions.ts";
import { assignment, binary, logical, same, unary } from "./operators.ts";
import type { Reference } from "./trace.ts";
import { ANY_INPUT, type Kind, LIST, THIS, type Walk } from "./walk.ts";

/** Names on `this` that are no artifacts: those of FlowSpec and of every object. */
const OWN = new Set(
  ("next merge input index foreachStack constructor toString toLocaleString valueOf hasOwnProperty " +
    "isPrototypeOf propertyIsEnumerable __proto__").split(" "),
);

/** Whether `this.name` is something else than an artifact. */
export function isOwnName(name: string): boolean {
  return OWN.has(name);
}

/** Walks an expression whose value goes on to where it cannot be followed. */
export function use(walk: Walk, node: Node): void {
  walk.escape(value(walk, node));
}

/** Walks an expression, and returns what it is if that is one of the values that are followed. */
export function value(walk: Walk, node: Node): Kind | null {
  switch (node.type) {
    case "ThisExpression":
      return walk.foreignThis === 0 ? THIS : null;
    case "Super":
      return walk.foreignThis === 0 ? { kind: "super" } : null;
    case "Identifier":
      return identifier(walk, node);
    case "MemberExpression":
    case "OptionalMemberExpression":
      return member(walk, node, null);
    case "CallExpression":
    case "OptionalCallExpression":
    case "NewExpression":
      return call(walk, node);
    case "AssignmentExpression":
      return assignment(walk, node);
    case "UpdateExpression":
      value(walk, node.argument);
      assign(walk, node.argument, null);
      return null;
    case "UnaryExpression":
      return unary(walk, node);
    case "BinaryExpression":
      return binary(walk, node);
    case "LogicalExpression":
      return logical(walk, node);
    case "ConditionalExpression": {
      test(walk, node.test);
      const kinds: (Kind | null)[] = [];
      const arms = [node.consequent, node.alternate].map((arm, at) => [
        ...found(walk, node.test, at === 0),
        ...walk.collect(() => kinds.push(value(walk, arm))),
      ]);
      walk.emit({ op: "branch", arms });
      return same(walk, kinds);
    }
    case "SequenceExpression": {
      let last: Kind | null = null;
      for (const inner of node.expressions) last = value(walk, inner);
      return last;
    }
    case "ArrayExpression":
      return list(walk, node);
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      walkFunction(walk, node, [], false);
      return null;
    case "ClassExpression":
      walkClass(walk, node);
      return null;
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
      return value(walk, node.expression);
    case "ImportExpression":
      use(walk, node.source);
      walk.trace.references.push({ name: "import", path: ["*"], call: null, at: node });
      return null;
    case "ObjectExpression":
      for (const property of node.properties) {
        if (property.type === "SpreadElement") use(walk, property.argument);
        else {
          if (property.computed) use(walk, property.key);
          if (property.type === "ObjectMethod") walkFunction(walk, property, [], false);
          else use(walk, property.value);
        }
      }
      return null;
    default:
      for (const child of childrenOf(node)) use(walk, child);
      return null;
  }
}

/** Walks a condition: the value is only looked at. */
export function test(walk: Walk, node: Expression): void {
  value(walk, node);
}

function identifier(walk: Walk, node: Identifier): Kind | null {
  const kind = walk.lookup(node.name);
  if (kind !== undefined) return kind;
  walk.trace.references.push({ name: node.name, path: [], call: null, at: node });
  return null;
}

/**
 * Walks `object.name` and `object[…]`.
 *
 * @param call The call of which it is the callee, or null.
 */
export function member(
  walk: Walk,
  node: MemberExpression | OptionalMemberExpression,
  call: Reference["call"],
): Kind | null {
  const reference = freeChain(walk, node);
  if (reference !== null) {
    walk.trace.references.push({ ...reference, call, at: node });
    return null;
  }
  const kind = value(walk, node.object);
  const name = propertyName(node);
  if (name === null) use(walk, node.property);
  return kind === null ? null : memberOf(walk, kind, name, node);
}

/** The member of a followed value; `name` is null when it is computed at run time. */
export function memberOf(walk: Walk, kind: Kind, name: string | null, at: Node): Kind | null {
  switch (kind.kind) {
    case "this":
      if (name === null) walk.trace.computed = true;
      else if (!isOwnName(name)) walk.emit({ op: "read", name, at });
      return null;
    case "super":
      return null;
    case "inputs":
      if (name === "length") return null;
      if (name === null) return ANY_INPUT;
      return /^\d+$/.test(name)
        ? { kind: "input", step: null, position: Number(name) }
        : { kind: "input", step: name, position: null };
    case "list":
      return name === null || /^\d+$/.test(name) ? ANY_INPUT : null;
    case "input":
      if (name === null) walk.escape(kind);
      else walk.readInput(kind, name, at);
      return null;
    default:
      walk.escape(kind);
      return null;
  }
}

/** The name in `x.name`, `x["name"]` or `x[0]`, or null. `#name` counts as a name. */
export function propertyName(node: MemberExpression | OptionalMemberExpression): string | null {
  const { property } = node;
  if (property.type === "PrivateName") return "#" + property.id.name;
  if (!node.computed) return property.type === "Identifier" ? property.name : null;
  if (property.type === "StringLiteral") return property.value;
  if (property.type === "NumericLiteral") return String(property.value);
  if (property.type === "TemplateLiteral" && property.expressions.length === 0) {
    return property.quasis[0]?.value.cooked ?? null;
  }
  return null;
}

/** `a.b.c` where the method declares no `a`. */
function freeChain(
  walk: Walk,
  node: MemberExpression | OptionalMemberExpression,
): { name: string; path: string[] } | null {
  const path: string[] = [];
  const computed: Node[] = [];
  let object: Node = node;
  while (object.type === "MemberExpression" || object.type === "OptionalMemberExpression") {
    const name = propertyName(object);
    if (name === null) computed.push(object.property);
    path.push(name ?? "*");
    object = object.object;
  }
  const isMeta = object.type === "MetaProperty";
  if (!isMeta && (object.type !== "Identifier" || walk.lookup(object.name) !== undefined)) {
    return null;
  }
  for (const property of computed.reverse()) use(walk, property);
  return { name: isMeta ? "import.meta" : (object as Identifier).name, path: path.reverse() };
}

function list(walk: Walk, node: Node & { type: "ArrayExpression" }): Kind | null {
  let followed = false;
  for (const element of node.elements) {
    if (element === null) continue;
    if (element.type !== "SpreadElement") {
      const kind = value(walk, element);
      if (kind?.kind === "input") followed = true;
      else walk.escape(kind);
      continue;
    }
    const kind = value(walk, element.argument);
    if (kind?.kind === "inputs" || kind?.kind === "list") followed = true;
    else walk.escape(kind);
  }
  return followed ? LIST : null;
}
