/** Checks values by JSON Schema, as far as OpenAPI documents of this project use it. */

// deno-lint-ignore-file no-explicit-any -- documents and values of any shape

/** What `schema` may hold that {@linkcode mismatch} knows; another word fails the check. */
const KNOWN = new Set([
  ...["type", "properties", "required", "items", "$ref", "allOf", "enum", "anyOf", "oneOf"],
  ...["additionalProperties", "prefixItems", "maxLength", "minLength", "maxItems", "minimum"],
  ...["maximum", "pattern", "description", "example", "title"],
]);

/**
 * Where a value is not what a schema says.
 *
 * @param document What `$ref` leads into.
 * @returns A path and why; null where the value fits.
 */
export function mismatch(document: any, schema: any, value: any, path = ""): string | null {
  return visit(document, schema, value, path, false);
}

/** @param open Members that the schema does not name are another part's. */
function visit(
  document: any,
  schema: any,
  value: any,
  path: string,
  open: boolean,
): string | null {
  const unknown = Object.keys(schema).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) return `${path}: a schema with "${unknown}"`;
  const says = (why: string) =>
    `${path || "."}: ${why}, not ${JSON.stringify(value)?.slice(0, 80)}`;
  const check = (one: any, of = value, at = path) => visit(document, one, of, at, false);
  if (schema.$ref !== undefined) {
    return visit(document, resolve(document, schema.$ref), value, path, open);
  }
  if (schema.allOf !== undefined) {
    const parts = schema.allOf.map((one: any) => visit(document, one, value, path, true));
    const names = new Set(schema.allOf.flatMap((one: any) => namesOf(document, one)));
    const strange = Object.keys(value ?? {}).find((name) => !names.has(name));
    return parts.find((found: string | null) => found !== null) ??
      (strange === undefined ? null : says(`nothing with "${strange}"`));
  }
  for (const choices of [schema.anyOf, schema.oneOf]) {
    if (choices === undefined || choices.some((one: any) => check(one) === null)) continue;
    return says(`none of ${choices.length} choices (${check(choices[0])})`);
  }
  if (schema.type !== undefined && ![schema.type].flat().includes(typeOf(value, schema.type))) {
    return says([schema.type].flat().join(" or "));
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    return says(`one of ${schema.enum}`);
  }
  if (typeof value === "string") {
    if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)) {
      return says(`like ${schema.pattern}`);
    }
    if (value.length < (schema.minLength ?? 0)) return says("longer");
    if (value.length > (schema.maxLength ?? Infinity)) return says("shorter");
  }
  if (typeof value === "number") {
    if (value < (schema.minimum ?? -Infinity)) return says("larger");
    if (value > (schema.maximum ?? Infinity)) return says("smaller");
  }
  if (Array.isArray(value)) {
    if (value.length > (schema.maxItems ?? Infinity)) return says("fewer");
    for (const [at, one] of value.entries()) {
      const of = schema.prefixItems?.[at] ?? schema.items ?? {};
      const found = check(of, one, `${path}[${at}]`);
      if (found !== null) return found;
    }
  } else if (typeof value === "object" && value !== null) {
    for (const name of schema.required ?? []) {
      if (!Object.hasOwn(value, name)) return says(`something with "${name}"`);
    }
    for (const [name, one] of Object.entries(value)) {
      const known = schema.properties?.[name];
      const isClosed = !open && schema.properties !== undefined && !schema.additionalProperties;
      if (known === undefined && isClosed) {
        return says(`nothing with "${name}"`);
      }
      const found = check(known ?? schema.additionalProperties ?? {}, one, `${path}.${name}`);
      if (found !== null) return found;
    }
  }
  return null;
}

function namesOf(document: any, schema: any): string[] {
  const of = schema.$ref === undefined ? schema : resolve(document, schema.$ref);
  const parts = (of.allOf ?? []).flatMap((one: any) => namesOf(document, one));
  return [...Object.keys(of.properties ?? {}), ...parts];
}

/** What a reference in a document stands for. */
export function resolve(document: any, reference: string): any {
  return reference.slice(2).split("/").reduce((at, part) => at[part], document);
}

function typeOf(value: any, wanted: string | string[]): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (Number.isInteger(value) && [wanted].flat().includes("integer")) return "integer";
  return typeof value;
}
