import type { TSType } from "@babel/types";
import { enumMembers } from "../source/enum_members.ts";
import type { Evaluator } from "../source/evaluate.ts";
import type { SourceModule } from "../source/files.ts";
import type { Lookup, Origin } from "../source/lookup.ts";

/** How many aliases of aliases are followed. */
const DEPTH = 10;

/**
 * The values that a type allows, when it is a union of literals: `"a" | "b"`, `boolean`, an enum,
 * or an alias of those, imported or not.
 *
 * @returns The values as switch keys, or null if the type allows others.
 */
export function literalsOf(
  type: TSType,
  module: SourceModule,
  reader: { lookup: Lookup; evaluator: Evaluator },
): string[] | null {
  const values = new Set<string>();
  return collect(type, module, values, DEPTH) ? [...values] : null;

  function collect(node: TSType, within: SourceModule, into: Set<string>, depth: number): boolean {
    if (depth === 0) return false;
    switch (node.type) {
      case "TSUnionType":
        return node.types.every((one) => collect(one, within, into, depth));
      case "TSParenthesizedType":
        return collect(node.typeAnnotation, within, into, depth);
      case "TSBooleanKeyword":
        into.add("true").add("false");
        return true;
      case "TSLiteralType": {
        const value = reader.evaluator.primitive(node.literal, within);
        if (value !== null) into.add(String(value));
        return value !== null;
      }
      case "TSTypeReference": {
        if (node.typeArguments) return false;
        const { typeName } = node;
        const origin = typeName.type === "Identifier"
          ? reader.lookup.name(within, typeName.name)
          : null;
        return reference(origin, into, depth - 1);
      }
      default:
        return false;
    }
  }

  function reference(origin: Origin | null, into: Set<string>, depth: number): boolean {
    if (origin?.kind !== "local") return false;
    const { declaration } = origin;
    if (declaration.kind === "type") return collect(declaration.node, origin.module, into, depth);
    if (declaration.kind !== "enum") return false;
    const members = enumMembers(declaration.node);
    for (const value of members.values()) into.add(String(value));
    return members.size === declaration.node.body.members.length;
  }
}
