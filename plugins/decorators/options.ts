/**
 * Checks of the options of decorators.
 *
 * @module
 */

import { didYouMean } from "../../core/flow/nearest.ts";
import type { DynamicPart } from "../../core/graph/graph.ts";
import { FlowError } from "../../store/error.ts";

/** An error about the options of `@decorator`. */
export function wrongOptions(decorator: string, message: string, hint: string): FlowError {
  return new FlowError("decorator-options", `@${decorator}: ${message}`, { hint, exitCode: 2 });
}

/**
 * Checks that the source tells the value: the scheduler acts on options without running user code.
 *
 * @param what How to name the value: `"times"`.
 * @throws {FlowError} If a part of it is known only to the running flow.
 */
export function checkReadable(decorator: string, what: string, value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  const source = (value as Partial<DynamicPart>).$dynamic;
  if (typeof source === "string") {
    throw wrongOptions(
      decorator,
      `${what} is ${source}, which cannot be read without running the flow`,
      "Write the value itself, or a constant.",
    );
  }
  for (const [key, part] of Object.entries(value)) {
    checkReadable(decorator, Array.isArray(value) ? what : `"${key}"`, part);
  }
}

/**
 * Checks that options are an object which has no other than the known keys, and values that the
 * source tells.
 *
 * @param functions Keys that are functions: only the running flow knows them.
 * @throws {FlowError} If not.
 */
export function checkKeys(
  decorator: string,
  options: unknown,
  values: readonly string[],
  functions: readonly string[] = [],
): void {
  const known = [...values, ...functions];
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw wrongOptions(
      decorator,
      `options cannot be ${JSON.stringify(options)}`,
      `Pass an object with ${known.join(", ")}.`,
    );
  }
  if ("$dynamic" in options) checkReadable(decorator, "its argument", options);
  for (const [key, value] of Object.entries(options)) {
    if (functions.includes(key)) continue;
    if (!values.includes(key)) {
      throw wrongOptions(
        decorator,
        `there is no option "${key}"`,
        didYouMean(key, known, "Options"),
      );
    }
    checkReadable(decorator, `"${key}"`, value);
  }
}

/** The range that a number has to be in. */
export interface NumberRange {
  min?: number;
  max?: number;
  /** Above `min`, not equal to it. */
  more?: boolean;
  whole?: boolean;
}

/**
 * Reads a number option.
 *
 * @returns The number, or `otherwise` if the option is left out.
 * @throws {FlowError} If it is no number, or out of range.
 */
export function numberOption<T>(
  decorator: string,
  key: string,
  value: unknown,
  otherwise: T,
  { min = 0, max = Infinity, more = false, whole = false }: NumberRange = {},
): number | T {
  if (value === undefined) return otherwise;
  const fits = typeof value === "number" && Number.isFinite(value) && value <= max &&
    (more ? value > min : value >= min) && (!whole || Number.isInteger(value));
  if (fits) return value as number;
  const bound = max === Infinity ? `${more ? "above" : "of at least"} ${min}` : `${min} to ${max}`;
  throw wrongOptions(
    decorator,
    `"${key}" cannot be ${JSON.stringify(value)}`,
    `It is a ${whole ? "whole " : ""}number ${bound}.`,
  );
}

/**
 * Checks the name of an environment variable.
 *
 * @throws {FlowError} If it is none.
 */
export function checkVariable(decorator: string, name: unknown): asserts name is string {
  if (typeof name === "string" && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return;
  throw wrongOptions(
    decorator,
    `${JSON.stringify(name)} is no name of an environment variable`,
    "A name has letters, digits and underscores, and does not begin with a digit.",
  );
}
