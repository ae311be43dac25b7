import type { CallExpression, NewExpression, Node, OptionalCallExpression } from "@babel/types";
import { member, memberOf, propertyName, use, value } from "./expressions.ts";
import { isFunctionNode, walkFunction } from "./functions.ts";
import { ANY_INPUT, type Kind, LIST, PAIRS, type Walk } from "./walk.ts";

type AnyCall = CallExpression | OptionalCallExpression | NewExpression;

/** Array methods by what their callback is given: the positions of items among its parameters. */
const CALLBACKS: Record<string, number[]> = {
  map: [0],
  filter: [0],
  forEach: [0],
  find: [0],
  findLast: [0],
  findIndex: [0],
  findLastIndex: [0],
  some: [0],
  every: [0],
  flatMap: [0],
  sort: [0, 1],
  toSorted: [0, 1],
  reduce: [1],
  reduceRight: [1],
};

const GIVES_LIST = /^(filter|sort|toSorted|slice|reverse|toReversed|concat|values|splice|with)$/;
const GIVES_ITEM = /^(at|find|findLast|pop|shift)$/;

/** Walks a call or `new`, and returns what it gives. */
export function call(walk: Walk, node: AnyCall): Kind | null {
  const callee = unwrap(node.callee);
  if (isFunctionNode(callee)) {
    callArguments(walk, node);
    walkFunction(walk, callee, [], true);
    return null;
  }
  if (callee.type !== "MemberExpression" && callee.type !== "OptionalMemberExpression") {
    if (callee.type === "Identifier" && walk.lookup(callee.name) === undefined) {
      const call = node.type === "OptionalCallExpression" ? null : node;
      walk.trace.references.push({ name: callee.name, path: [], call, at: node });
    } else if (callee.type !== "Super" && callee.type !== "Import") use(walk, callee);
    callArguments(walk, node);
    return null;
  }
  const known = reflective(walk, node, callee);
  if (known !== undefined) return known;
  const name = propertyName(callee);
  const object = unwrap(callee.object);
  const followed = object.type !== "Identifier" || walk.lookup(object.name) !== undefined;
  const kind = followed && name !== null && !isFreeChain(walk, object) ? value(walk, object) : null;
  if (kind === null) {
    // The object was walked already where it is no chain of free names.
    if (!followed || name === null || isFreeChain(walk, object)) {
      member(walk, callee, node.type === "OptionalCallExpression" ? null : node);
    }
    callArguments(walk, node);
    return null;
  }
  return method(walk, node, callee, kind, name!);
}

/** A method of a followed value. */
function method(walk: Walk, node: AnyCall, callee: Node, kind: Kind, name: string): Kind | null {
  switch (kind.kind) {
    case "this":
    case "super":
      if (name === "next" && kind.kind === "this") next(walk, node as CallExpression);
      else if (name === "merge" && kind.kind === "this") merge(walk, node as CallExpression);
      else {
        callArguments(walk, node);
        walk.emit({ op: "call", name, at: callee, super: kind.kind === "super" });
      }
      return null;
    case "inputs":
    case "list":
      if (isArrayMethod(name)) return listMethod(walk, node, name);
      break;
  }
  walk.escape(memberOf(walk, kind, name, callee));
  callArguments(walk, node);
  return null;
}

function isArrayMethod(name: string): boolean {
  return Object.hasOwn(CALLBACKS, name) || GIVES_LIST.test(name) || GIVES_ITEM.test(name) ||
    name === "entries";
}

/** An array method on inputs: its callback is given inputs. */
function listMethod(walk: Walk, node: AnyCall, name: string): Kind | null {
  const items = Object.hasOwn(CALLBACKS, name) ? CALLBACKS[name]! : [];
  let mapped: Kind | null = null;
  const withoutStart = name.startsWith("reduce") && node.arguments.length === 1;
  for (const argument of node.arguments) {
    const callback = unwrap(argument);
    if (isFunctionNode(callback)) {
      const kinds: (Kind | null)[] = [];
      for (const position of withoutStart ? [0, 1] : items) kinds[position] = ANY_INPUT;
      walkFunction(walk, callback, kinds, false, (kind) => {
        if (/^(flatM|m)ap$/.test(name)) mapped = kind;
      });
      continue;
    }
    const kind = value(walk, argument);
    if (name !== "concat" || kind?.kind !== "list") walk.escape(kind);
  }
  if (GIVES_LIST.test(name) || (mapped as Kind | null)?.kind === "input") return LIST;
  if (name === "entries") return PAIRS;
  return GIVES_ITEM.test(name) || withoutStart ? ANY_INPUT : null;
}

/**
 * `Reflect.get(this, "x")` and the like, `Object.assign(this, { … })`, `Array.from(inputs, …)`.
 *
 * @returns undefined if the call is none of them.
 */
function reflective(walk: Walk, node: AnyCall, callee: Node): Kind | null | undefined {
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return undefined;
  const owner = callee.object.name;
  if (walk.lookup(owner) !== undefined || !/^(Reflect|Object|Array)$/.test(owner)) return undefined;
  const name = `${owner}.${propertyName(callee)}`;
  const [first, second] = node.arguments;
  if (
    !first ||
    !/^(Reflect\.(get|set|has|deleteProperty)|Object\.(assign|hasOwn)|Array\.from)$/.test(name)
  ) {
    return undefined;
  }
  const kind = value(walk, first);
  if (name === "Array.from") {
    const items = kind?.kind === "inputs" || kind?.kind === "list";
    if (!items) walk.escape(kind);
    if (!second) return items ? LIST : null;
    const callback = unwrap(second);
    if (isFunctionNode(callback)) walkFunction(walk, callback, [items ? ANY_INPUT : null], false);
    else use(walk, second);
    return null;
  }
  if (name === "Object.assign" && kind?.kind === "this") {
    for (const source of node.arguments.slice(1)) assignAll(walk, source);
    return kind;
  }
  const key = second?.type === "StringLiteral" ? second.value : null;
  for (const argument of node.arguments.slice(1)) use(walk, argument);
  if (kind?.kind === "this" && key !== null) {
    const op = /get$/.test(name) ? "read" : /set$/.test(name) ? "write" : "delete";
    if (/has/.test(name)) walk.emit({ op: "read", name: key, at: node, soft: true });
    else walk.emit({ op, name: key, at: node });
  } else if (kind?.kind === "input" && key !== null) walk.readInput(kind, key, node);
  else walk.escape(kind);
  return null;
}

/** The properties of an object literal become artifacts. */
function assignAll(walk: Walk, source: Node): void {
  if (source.type !== "ObjectExpression") {
    use(walk, source);
    walk.trace.computed = true;
    return;
  }
  for (const property of source.properties) {
    if (property.type === "SpreadElement" || property.computed) {
      use(walk, property.type === "SpreadElement" ? property.argument : property.key);
      walk.trace.computed = true;
      continue;
    }
    if (property.type === "ObjectProperty") use(walk, property.value);
    const { key } = property;
    const name = key.type === "Identifier"
      ? key.name
      : key.type === "StringLiteral"
      ? key.value
      : "";
    if (name !== "") walk.emit({ op: "write", name, at: property });
  }
}

/** `this.next(…)`: the steps it names are not read. */
function next(walk: Walk, node: CallExpression): void {
  for (const argument of node.arguments) target(walk, argument);
  walk.emit({ op: "next", index: walk.trace.nexts.length });
  walk.trace.nexts.push({ node, nested: walk.functionDepth > 0 });
}

function target(walk: Walk, argument: Node): void {
  const node = unwrap(argument);
  if (isStep(node)) return;
  if (node.type === "ConditionalExpression") {
    use(walk, node.test);
    target(walk, node.consequent);
    target(walk, node.alternate);
  } else if (node.type === "ObjectExpression") {
    for (const property of node.properties) {
      if (property.type !== "ObjectProperty") use(walk, property);
      else {
        if (property.computed) use(walk, property.key);
        const isOption = property.key.type === "Identifier" &&
          /^(foreach|switch)$/.test(property.key.name) && !property.computed;
        if (isOption) use(walk, property.value);
        else target(walk, property.value);
      }
    }
  } else use(walk, argument);
}

function isStep(node: Node): boolean {
  return node.type === "MemberExpression" && node.object.type === "ThisExpression" &&
    propertyName(node) !== null;
}

/** `this.merge(inputs, …)`: the inputs are not handed on. */
function merge(walk: Walk, node: CallExpression): void {
  const [inputs, ...rest] = node.arguments;
  if (inputs) {
    const kind = value(walk, inputs);
    if (kind?.kind !== "inputs") walk.escape(kind);
  }
  for (const argument of rest) use(walk, argument);
  walk.trace.merges.push(node);
}

function callArguments(walk: Walk, node: AnyCall): void {
  for (const argument of node.arguments) {
    if (argument.type === "SpreadElement") use(walk, argument.argument);
    else use(walk, argument);
  }
}

function isFreeChain(walk: Walk, node: Node): boolean {
  let object = node;
  while (object.type === "MemberExpression" || object.type === "OptionalMemberExpression") {
    object = object.object;
  }
  return object.type === "MetaProperty" ||
    (object.type === "Identifier" && walk.lookup(object.name) === undefined);
}

/** Takes off type assertions and parentheses. */
export function unwrap(node: Node): Node {
  let inner = node;
  while (
    inner.type === "TSAsExpression" || inner.type === "TSSatisfiesExpression" ||
    inner.type === "TSNonNullExpression" || inner.type === "TSTypeAssertion" ||
    inner.type === "TSInstantiationExpression" || inner.type === "ParenthesizedExpression"
  ) inner = inner.expression;
  return inner;
}
