import type { Node, Program } from "@babel/types";
import { placeOf } from "./parse.ts";

/** One place where a module names another file. */
export interface Specifier {
  /** As written. */
  specifier: string;
  /**
   * `static` is loaded with the module, `dynamic` by `import("…")`, `type` only by the compiler,
   * `url` is a `new URL("…", import.meta.url)`: a file that the code may open or load.
   */
  kind: "static" | "dynamic" | "type" | "url";
  /** The `type` of `with { type: "json" }`, or null. */
  type: string | null;
  line: number;
  column: number;
}

/** Whether the text can hold more than import statements: then the whole tree is searched. */
const DYNAMIC =
  /\bimport\s*\(|\brequire\b|\bnew\s+URL\b|\bgetBuiltinModule\b|\bimport\.meta\.resolve\b/;

/** Finds everything that a module imports, re-exports, loads, or names by a literal URL. */
export function readSpecifiers(program: Program | null, text: string): Specifier[] {
  const found: Specifier[] = [];
  for (const node of program?.body ?? []) {
    if (
      node.type !== "ImportDeclaration" && node.type !== "ExportNamedDeclaration" &&
      node.type !== "ExportAllDeclaration"
    ) continue;
    if (!node.source) continue;
    const typeOnly =
      (node.type === "ImportDeclaration" ? node.importKind : node.exportKind) === "type";
    const attribute = node.attributes?.find(({ key }) =>
      (key.type === "Identifier" ? key.name : key.value) === "type"
    );
    found.push({
      specifier: node.source.value,
      kind: typeOnly ? "type" : "static",
      type: attribute?.value.value ?? null,
      ...placeOf(node.source),
    });
  }
  if (program !== null && DYNAMIC.test(text)) searchTree(program, found);
  return found;
}

function searchTree(program: Program, found: Specifier[]): void {
  const open: Node[] = [program];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const specifier = readCall(node);
    if (specifier !== null) found.push(specifier);
    for (const [key, child] of Object.entries(node)) {
      if (typeof child !== "object" || child === null || key === "loc" || key.endsWith("omments")) {
        continue;
      }
      for (const item of Array.isArray(child) ? child : [child]) {
        if (typeof item?.type === "string") open.push(item);
      }
    }
  }
}

function readCall(node: Node): Specifier | null {
  if (node.type === "ImportExpression") {
    return named(node.source, "dynamic", attributeOf(node.options));
  }
  if (node.type === "NewExpression") {
    const [first, second] = node.arguments;
    const isUrl = node.callee.type === "Identifier" && node.callee.name === "URL";
    return isUrl && isImportMeta(second, "url") ? named(first, "url", null) : null;
  }
  if (node.type !== "CallExpression") return null;
  const { callee } = node;
  const loads = (callee.type === "Identifier" && callee.name === "require") ||
    (callee.type === "MemberExpression" && callee.property.type === "Identifier" &&
      callee.property.name === "getBuiltinModule");
  if (loads) return named(node.arguments[0], "dynamic", null);
  return isImportMeta(callee, "resolve") ? named(node.arguments[0], "url", null) : null;
}

function named(
  node: Node | null | undefined,
  kind: Specifier["kind"],
  type: string | null,
): Specifier | null {
  const text = node?.type === "StringLiteral"
    ? node.value
    : node?.type === "TemplateLiteral" && node.expressions.length === 0
    ? node.quasis[0]?.value.cooked ?? null
    : null;
  return text === null ? null : { specifier: text, kind, type, ...placeOf(node!) };
}

/** The `type` in `import("…", { with: { type: "json" } })`. */
function attributeOf(options: Node | null | undefined): string | null {
  const attributes = propertyOf(options, "with");
  const type = propertyOf(attributes, "type");
  return type?.type === "StringLiteral" ? type.value : null;
}

function propertyOf(node: Node | null | undefined, name: string): Node | null {
  if (node?.type !== "ObjectExpression") return null;
  for (const property of node.properties) {
    if (property.type !== "ObjectProperty") continue;
    const { key } = property;
    const found = key.type === "Identifier"
      ? key.name
      : key.type === "StringLiteral"
      ? key.value
      : "";
    if (found === name) return property.value;
  }
  return null;
}

function isImportMeta(node: Node | null | undefined, property: string): boolean {
  return node?.type === "MemberExpression" && node.object.type === "MetaProperty" &&
    node.property.type === "Identifier" && node.property.name === property;
}
