import type { Node } from "@babel/types";
import type { DynamicPart, StaticValue } from "../graph.ts";
import { type SourceModule, sourceOf } from "./files.ts";
import { binary, LIMIT, type Sized, sized, unary } from "./arithmetic.ts";
import { enumMembers } from "./enum_members.ts";
import type { Lookup } from "./lookup.ts";

/**
 * Reads values that the source spells out: literals, lists, objects, spreads of those, arithmetic,
 * templates, and references to constants and enum members, imported ones included. Nothing is run.
 */
export class Evaluator {
  readonly #lookup: Lookup;
  readonly #constants = new Map<Node, Sized | null>();

  constructor(lookup: Lookup) {
    this.#lookup = lookup;
  }

  /** The value of an expression, with parts that cannot be read as {@linkcode DynamicPart}. */
  value(node: Node, module: SourceModule): StaticValue {
    const found = this.#evaluate(node, module);
    if (found !== null) return { kind: "literal", value: found.value };
    const source = sourceOf(node, module);
    return isFunction(node)
      ? { kind: "dynamic", source, function: true }
      : { kind: "dynamic", source };
  }

  /** The string that an expression is, or null. */
  text(node: Node, module: SourceModule): string | null {
    const found = this.#evaluate(node, module);
    return typeof found?.value === "string" ? found.value : null;
  }

  /** The value if it is a string, number or boolean: a key. */
  primitive(node: Node, module: SourceModule): string | number | boolean | null {
    const value = this.#evaluate(node, module)?.value;
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? value
      : null;
  }

  #evaluate(node: Node, module: SourceModule): Sized | null {
    switch (node.type) {
      case "StringLiteral":
        return sized(node.value);
      case "NumericLiteral":
      case "BooleanLiteral":
        return { value: node.value, size: 1 };
      case "NullLiteral":
        return { value: null, size: 1 };
      case "TemplateLiteral":
        return this.#template(node, module);
      case "ArrayExpression":
        return this.#list(node, module);
      case "ObjectExpression":
        return this.#object(node, module);
      case "UnaryExpression": {
        const inner = this.#evaluate(node.argument, module);
        return inner === null ? null : unary(node.operator, inner.value);
      }
      case "BinaryExpression":
        return this.#binary(node, module);
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "TSTypeAssertion":
      case "ParenthesizedExpression":
        return this.#evaluate(node.expression, module);
      case "Identifier":
        if (node.name === "undefined") return { value: undefined, size: 1 };
        return this.#reference(node, module);
      case "MemberExpression":
        return this.#member(node, module);
      case "CallExpression":
        // Object.freeze([…]) is what it freezes.
        return sourceOf(node.callee, module) === "Object.freeze" && node.arguments.length === 1
          ? this.#evaluate(node.arguments[0]!, module)
          : null;
      default:
        return null;
    }
  }

  #part(node: Node, module: SourceModule): Sized {
    const found = this.#evaluate(node, module);
    if (found !== null) return found;
    const part: DynamicPart = { $dynamic: sourceOf(node, module) };
    if (isFunction(node)) part.$function = true;
    return { value: part, size: 2 + part.$dynamic.length / 10 };
  }

  #template(node: Node & { type: "TemplateLiteral" }, module: SourceModule): Sized | null {
    let text = node.quasis[0]?.value.cooked ?? "";
    for (const [index, hole] of node.expressions.entries()) {
      const value = this.primitive(hole, module);
      if (value === null || text.length > LIMIT) return null;
      text += String(value) + (node.quasis[index + 1]?.value.cooked ?? "");
    }
    return sized(text);
  }

  #list(node: Node & { type: "ArrayExpression" }, module: SourceModule): Sized | null {
    const list: unknown[] = [];
    let size = 1;
    for (const element of node.elements) {
      if (element === null) return null;
      if (element.type === "SpreadElement") {
        const inner = this.#evaluate(element.argument, module);
        if (!Array.isArray(inner?.value)) return null;
        if ((size += inner.size) > LIMIT) return null;
        for (const value of inner.value) list.push(value);
      } else {
        const inner = this.#part(element, module);
        if ((size += inner.size) > LIMIT) return null;
        list.push(inner.value);
      }
    }
    return { value: list, size };
  }

  #object(node: Node & { type: "ObjectExpression" }, module: SourceModule): Sized | null {
    const object: Record<string, unknown> = {};
    let size = 1;
    for (const property of node.properties) {
      if (property.type === "SpreadElement") {
        const inner = this.#evaluate(property.argument, module);
        if (!isPlain(inner?.value)) return null;
        if ((size += inner!.size) > LIMIT) return null;
        Object.assign(object, inner!.value);
        continue;
      }
      const key = this.key(property, module);
      if (key === null || key === "__proto__") return null;
      const inner: Sized = property.type === "ObjectMethod"
        ? { value: { $dynamic: sourceOf(property, module), $function: true }, size: 2 }
        : this.#part(property.value, module);
      if ((size += inner.size + key.length / 10) > LIMIT) return null;
      object[key] = inner.value;
    }
    return { value: object, size };
  }

  /** The key of an object's property as a string, or null when it is computed at run time. */
  key(property: { key: Node; computed?: boolean | null }, module: SourceModule): string | null {
    if (!property.computed && property.key.type === "Identifier") return property.key.name;
    const key = this.primitive(property.key, module);
    return key === null ? null : String(key);
  }

  #binary(node: Node & { type: "BinaryExpression" }, module: SourceModule): Sized | null {
    // A long sum leans to the left: walk down instead of nesting a call for each term.
    const terms: { operator: string; node: Node }[] = [];
    let first: Node = node;
    while (first.type === "BinaryExpression") {
      terms.push({ operator: first.operator, node: first.right });
      first = first.left;
    }
    let result = this.#evaluate(first, module);
    for (const term of terms.reverse()) {
      if (result === null) return null;
      const right = this.#evaluate(term.node, module);
      if (right === null) return null;
      result = binary(term.operator, result.value, right.value);
    }
    return result;
  }

  #reference(node: Node, module: SourceModule): Sized | null {
    const origin = this.#lookup.expression(module, node);
    if (origin?.kind !== "local" || origin.declaration.kind !== "const") return null;
    const { init } = origin.declaration;
    let found = this.#constants.get(init);
    if (found === undefined) {
      this.#constants.set(init, null);
      found = this.#evaluate(init, origin.module);
      this.#constants.set(init, found);
    }
    return found;
  }

  #member(node: Node & { type: "MemberExpression" }, module: SourceModule): Sized | null {
    const direct = this.#reference(node, module);
    if (direct !== null) return direct;
    const key = node.computed
      ? this.primitive(node.property, module)
      : node.property.type === "Identifier"
      ? node.property.name
      : null;
    if (key === null) return null;
    const origin = this.#lookup.expression(module, node.object);
    if (origin?.kind === "local" && origin.declaration.kind === "enum") {
      const value = enumMembers(origin.declaration.node).get(String(key));
      return value === undefined ? null : sized(value);
    }
    const object = this.#evaluate(node.object, module);
    if (object === null || typeof object.value !== "object" || object.value === null) return null;
    if (!Object.hasOwn(object.value, String(key))) return null;
    const value = (object.value as Record<string, unknown>)[String(key)];
    return isDynamicPart(value) ? null : { value, size: object.size };
  }
}

/** Whether a part of a literal stands for something that only the running flow can evaluate. */
export function isDynamicPart(value: unknown): value is DynamicPart {
  return isPlain(value) && typeof value.$dynamic === "string";
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isFunction(node: Node): boolean {
  return /^(ArrowFunction|Function|Class)Expression$/.test(node.type);
}
