import type { Node } from "@babel/types";
import type { SourceModule } from "../source/files.ts";
import type { Lookup } from "../source/lookup.ts";
import type { FunctionNode } from "../trace/functions.ts";

/**
 * Finds the parameter that is the inputs of a join: typed `Inputs<…>` (under whatever name it is
 * imported) or named `inputs`.
 *
 * @returns Its position, or -1.
 */
export function inputsParameter(node: FunctionNode, module: SourceModule, lookup: Lookup): number {
  return node.params.findIndex((parameter) => {
    const target: Node = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
    if (target.type === "Identifier" && target.name === "inputs") return true;
    const annotation = "typeAnnotation" in target ? target.typeAnnotation : null;
    if (annotation?.type !== "TSTypeAnnotation") return false;
    const type = annotation.typeAnnotation;
    return type.type === "TSTypeReference" && isInputs(type.typeName, module, lookup);
  });
}

function isInputs(name: Node, module: SourceModule, lookup: Lookup): boolean {
  if (name.type === "Identifier") {
    const origin = lookup.name(module, name.name);
    return origin?.kind === "flow" && origin.name === "Inputs";
  }
  if (name.type !== "TSQualifiedName" || name.left.type !== "Identifier") return false;
  const origin = lookup.name(module, name.left.name);
  return origin?.kind === "flow" && origin.name === "*" && name.right.name === "Inputs";
}
