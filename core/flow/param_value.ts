import { coerceParameter, type ValueDefinition } from "./coerce_parameter.ts";
import type { Member } from "./param.ts";
import { type FlowClass, prepareFlow } from "./prepare.ts";
import { describeIssues, type StandardSchema } from "./standard_schema.ts";
import { StepError } from "./step_error.ts";

export { coerceParameter, type ValueDefinition } from "./coerce_parameter.ts";

function typeOfValue(value: unknown): Pick<ValueDefinition, "type" | "itemType"> {
  if (Array.isArray(value)) {
    if (value.length === 0) return { type: "list" };
    const item = typeOfValue(value[0]).type;
    const simple = item === "number" || item === "string" || item === "boolean";
    return { type: "list", itemType: simple ? item : "json" };
  }
  const type = typeof value;
  if (type === "number" || type === "string" || type === "boolean") return { type };
  return { type: "json" };
}

function parsed(text: unknown): { value: unknown } | null {
  try {
    if (Array.isArray(text)) return { value: text.map((item) => JSON.parse(item)) };
    return typeof text === "string" ? { value: JSON.parse(text) } : null;
  } catch {
    return null;
  }
}

/** Text is tried as it is, and then as JSON: `--limit 5` for a schema that wants a number. */
async function validate(name: string, schema: StandardSchema, given: unknown): Promise<unknown> {
  const check = schema["~standard"].validate;
  let result = await check(given);
  if (result.issues !== undefined) {
    const json = parsed(given);
    if (json !== null) result = await check(json.value);
  }
  if (result.issues === undefined) return result.value;
  const issues = describeIssues(result.issues);
  if (given === undefined) throw required(name, issues);
  throw new StepError(
    "error",
    `Parameter "${name}" cannot be ${JSON.stringify(given) ?? String(given)}: ${issues}`,
  );
}

function required(name: string, why = ""): StepError {
  return new StepError(
    "error",
    `Parameter "${name}" has no value${why === "" ? "" : `: ${why}`}`,
    "It has no default, and so has to be given.",
  );
}

async function resolveOne(name: string, member: Member, given: unknown): Promise<unknown> {
  const { schema, type, required: needed } = member.options;
  let fallback = member.options.default;
  // Text can only be read as what the default is; where the type is named, it is not needed.
  const wanted = given === undefined || (schema === undefined && type === undefined);
  if (typeof fallback === "function" && wanted) fallback = await fallback();
  const value = given === undefined ? fallback : given;
  if (value === undefined && needed === false) return undefined;
  if (schema !== undefined) return await validate(name, schema, value);
  if (value === undefined) throw required(name);
  const told = fallback === undefined || typeof fallback === "function"
    ? { type: "string" as const }
    : typeOfValue(fallback);
  const definition = { name, ...told, ...type === undefined ? {} : { type } };
  if (given === undefined && type === undefined) return value;
  return coerceParameter(definition, value);
}

/**
 * Gives all parameters of a flow their values: calls defaults that are functions, reads text as the
 * parameter's type, and validates by schema. It runs user code, and so belongs in the sandbox, once
 * a run.
 *
 * @param flowClass The flow.
 * @param given What was given, by name: text, several texts, or values.
 * @returns The values by name. An optional parameter without a value is left out.
 * @throws {Error} If a value does not fit, or one that is required is missing.
 */
export async function resolveParameters(
  flowClass: FlowClass,
  given: ReadonlyMap<string, unknown>,
): Promise<Map<string, unknown>> {
  const values = new Map<string, unknown>();
  for (const [name, member] of prepareFlow(flowClass).members) {
    if (member.kind !== "param") continue;
    const value = await resolveOne(name, member, given.get(name));
    if (value !== undefined) values.set(name, value);
  }
  return values;
}
