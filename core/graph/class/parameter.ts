import type { CallExpression, ClassProperty, Node, TSType } from "@babel/types";
import type { ParameterDefinition, StaticValue } from "../graph.ts";
import { type Evaluator, isDynamicPart } from "../source/evaluate.ts";
import { locate, type SourceModule, sourceOf } from "../source/files.ts";
import { unwrap } from "../trace/calls.ts";

type ParameterType = ParameterDefinition["type"];
type ItemType = NonNullable<ParameterDefinition["itemType"]>;

/** Reads `name = param({ … })`, `config(…)` or `file(…)`. */
export function readParameter(
  name: string,
  kind: ParameterDefinition["kind"],
  field: ClassProperty,
  call: CallExpression,
  module: SourceModule,
  evaluator: Evaluator,
): ParameterDefinition {
  const options = readOptions(call, module, evaluator);
  const given = options.default ?? null;
  const hasSchema = options.schema !== undefined || options.opaque;
  const parameter: ParameterDefinition = {
    name,
    kind,
    type: kind === "param" ? "any" : kind === "file" ? "string" : "json",
    default: given,
    required: options.required ?? (given === null && !hasSchema),
    help: options.help,
    dynamic: hasSchema || given?.kind === "dynamic",
    location: locate(field.key, module),
  };
  if (kind === "file" && options.binary) parameter.binary = true;
  if (kind !== "param" || hasSchema) return parameter;
  const declared = (call.typeArguments?.params[0] ?? annotationOf(field)) as TSType | null;
  const [type, itemType] = options.type !== null
    ? [options.type]
    : given?.kind === "literal"
    ? typeOfValue(given.value)
    : given === null && declared === null
    ? ["string" as const]
    : typeOfAnnotation(declared);
  parameter.type = type;
  const items = itemType ?? (type === "list" ? typeOfAnnotation(declared)[1] : undefined);
  if (items !== undefined) parameter.itemType = items;
  return parameter;
}

interface Options {
  default?: StaticValue;
  schema?: true;
  required: boolean | null;
  type: ParameterType | null;
  help: string;
  binary: boolean;
  /** The options cannot be read at all. */
  opaque: boolean;
}

function readOptions(call: CallExpression, module: SourceModule, evaluator: Evaluator): Options {
  const options: Options = {
    required: null,
    type: null,
    help: "",
    binary: false,
    opaque: false,
  };
  const [argument] = call.arguments;
  if (!argument) return options;
  const read = evaluator.value(argument, module);
  if (read.kind === "dynamic" || typeof read.value !== "object" || read.value === null) {
    options.opaque = true;
    return options;
  }
  const values = read.value as Record<string, unknown>;
  if ("default" in values && values.default !== undefined) {
    const value = values.default;
    const direct = defaultNode(argument);
    options.default = isDynamicPart(value)
      ? {
        kind: "dynamic",
        source: value.$dynamic,
        ...(value.$function && { function: value.$function }),
      }
      : direct !== null && hasDynamicPart(value)
      ? { kind: "dynamic", source: sourceOf(direct, module) }
      : { kind: "literal", value };
  }
  if ("schema" in values && values.schema !== undefined) options.schema = true;
  if (typeof values.required === "boolean") options.required = values.required;
  if (typeof values.help === "string") options.help = values.help;
  if (isParameterType(values.type)) options.type = values.type;
  options.binary = values.binary === true;
  return options;
}

function defaultNode(argument: Node): Node | null {
  const object = unwrap(argument);
  if (object.type !== "ObjectExpression") return null;
  for (const property of object.properties) {
    if (property.type !== "ObjectProperty" || property.key.type !== "Identifier") continue;
    if (property.key.name === "default") return property.value;
  }
  return null;
}

function hasDynamicPart(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isDynamicPart(value) || Object.values(value).some(hasDynamicPart);
}

function isParameterType(value: unknown): value is ParameterType {
  return value === "number" || value === "string" || value === "boolean" || value === "list" ||
    value === "json" || value === "any";
}

function typeOfValue(value: unknown): [ParameterType, ItemType?] {
  if (Array.isArray(value)) {
    const types = new Set(value.map((item) => typeOfValue(item)[0]));
    const [only] = types;
    if (types.size !== 1 || only === undefined || only === "any") return ["list"];
    return ["list", only === "list" ? "json" : only];
  }
  switch (typeof value) {
    case "number":
    case "string":
    case "boolean":
      return [typeof value as "number"];
    case "object":
      return value === null ? ["any"] : ["json"];
    default:
      return ["any"];
  }
}

function typeOfAnnotation(type: TSType | null): [ParameterType, ItemType?] {
  switch (type?.type) {
    case "TSNumberKeyword":
      return ["number"];
    case "TSStringKeyword":
      return ["string"];
    case "TSBooleanKeyword":
      return ["boolean"];
    case "TSTypeLiteral":
      return ["json"];
    case "TSArrayType":
      return listOf(type.elementType);
    case "TSTypeReference": {
      const name = type.typeName.type === "Identifier" ? type.typeName.name : "";
      const parameters = type.typeArguments?.params ?? [];
      if (/^(Readonly)?Array$/.test(name) && parameters[0]) return listOf(parameters[0]);
      return name === "Record" ? ["json"] : ["any"];
    }
    case "TSUnionType": {
      const types = new Set(
        type.types.map((one) => literalType(one)).filter((one) => one !== null),
      );
      const [only] = types;
      return types.size === 1 && only !== undefined ? [only] : ["any"];
    }
    default:
      return ["any"];
  }
}

function listOf(type: TSType): [ParameterType, ItemType?] {
  const [item] = typeOfAnnotation(type);
  return item === "any" ? ["list"] : ["list", item === "list" ? "json" : item];
}

/** The type of a literal in a union; null for `undefined` and `null`, which no option can give. */
function literalType(type: TSType): ParameterType | null {
  if (type.type === "TSUndefinedKeyword" || type.type === "TSNullKeyword") return null;
  if (type.type !== "TSLiteralType") return typeOfAnnotation(type)[0];
  switch (type.literal.type) {
    case "StringLiteral":
      return "string";
    case "NumericLiteral":
    case "UnaryExpression":
      return "number";
    case "BooleanLiteral":
      return "boolean";
    default:
      return "any";
  }
}

function annotationOf(field: ClassProperty): TSType | null {
  return field.typeAnnotation?.type === "TSTypeAnnotation"
    ? field.typeAnnotation.typeAnnotation
    : null;
}
