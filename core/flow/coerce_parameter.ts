import type { ParameterDefinition } from "../graph/graph.ts";

/** What has to be known of a parameter to read its value. */
export type ValueDefinition = Pick<ParameterDefinition, "name" | "type" | "itemType">;

const expected: Record<ValueDefinition["type"], string> = {
  number: "a number",
  string: "text",
  boolean: "true or false",
  list: "a list",
  json: "JSON",
  any: "a value",
};

const booleans = new Map([
  ["true", true],
  ["yes", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["0", false],
]);

/** Throws: `given` is not what the parameter takes. */
function refuse(definition: ValueDefinition, given: unknown, what: string): never {
  const shown = given === true ? "without a value" : JSON.stringify(given) ?? String(given);
  throw new Error(`Parameter "${definition.name}" cannot be ${shown}: expected ${what}`);
}

/** Reads text of one type; throws by `refuse` what is none. */
function readText(type: string, text: string, no: (reason?: string) => never): unknown {
  switch (type) {
    case "number": {
      // Number() takes "", " " and "0x10" as well; a person who writes them means something else.
      const decimal = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(text);
      const number = Number(text);
      return decimal && Number.isFinite(number) ? number : no();
    }
    case "boolean":
      return booleans.get(text.trim().toLowerCase()) ?? no();
    case "json":
      try {
        return JSON.parse(text);
      } catch (error) {
        return no((error as Error).message);
      }
    default:
      return text;
  }
}

function readList(definition: ValueDefinition, given: unknown): unknown[] {
  const type = definition.itemType ?? "string";
  const what = type === "string" ? "a list" : `a list, each item of which is ${expected[type]}`;
  const no = (reason?: string) =>
    refuse(definition, given, reason === undefined ? what : `${what} (${reason})`);
  let items: unknown = given;
  const single: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
  if (typeof single === "string") {
    if (single.trim() === "") return [];
    if (single.trim().startsWith("[")) items = readText("json", single, no);
    else items = type === "json" ? [single] : single.split(",").map((item) => item.trim());
  }
  if (!Array.isArray(items)) return no();
  // Items of a JSON array are values already, also those that are text.
  const texts = items === given || typeof single !== "string" || !single.trim().startsWith("[");
  return items.map((item) => {
    if (typeof item === "string" && (texts || type !== "json")) return readText(type, item, no);
    return type === "json" || typeof item === type ? item : no();
  });
}

/**
 * Turns what a parameter was given into a value of its type.
 *
 * Text comes from an option or from the environment. A boolean is `true`, `yes`, `1`, `false`, `no`
 * or `0`; a list is several texts, one text with commas, or a JSON array. Values that are no text
 * (from `runFlow`) have to be of the type already.
 *
 * @param definition The parameter.
 * @param given Text, several texts of a repeated option, `true` for an option without a value, or
 * a value. A parameter that is no list takes the last of several texts.
 * @returns The value.
 * @throws {Error} If it does not fit; the message names the parameter, what was given, and what is
 * expected.
 */
export function coerceParameter(definition: ValueDefinition, given: unknown): unknown {
  const { type } = definition;
  if (type === "any") return given;
  if (type === "list") return readList(definition, given);
  const last: unknown = Array.isArray(given) && type !== "json" ? given.at(-1) : given;
  const no = (reason?: string) => {
    const what = expected[type];
    return refuse(definition, last, reason === undefined ? what : `${what} (${reason})`);
  };
  if (typeof last === "string") return readText(type, last, no);
  if (last === undefined || (type !== "json" && typeof last !== type)) return no();
  return Number.isNaN(last) ? no() : last;
}
