/**
 * Checks values that come from code that nobody vouches for.
 *
 * @module
 */

/** A message of the sandbox that is none. */
export class MessageError extends Error {
  override name = "MessageError";

  constructor() {
    super("The step's code posted a message that Flow does not know");
  }
}

/** @throws {MessageError} Where it is no object. */
export function fields(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new MessageError();
  return value as Record<string, unknown>;
}

/** @throws {MessageError} Where it is no array, or `each` refuses an item. */
export function list<T>(value: unknown, each: (item: unknown) => T): T[] {
  if (!Array.isArray(value)) throw new MessageError();
  return Array.from(value, each);
}

/** @throws {MessageError} */
export function text(value: unknown): string {
  if (typeof value !== "string") throw new MessageError();
  return value;
}

/** @throws {MessageError} */
export function flag(value: unknown): boolean {
  if (typeof value !== "boolean") throw new MessageError();
  return value;
}

export function integer(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new MessageError();
  return value as number;
}

/** An integer from 0 on. @throws {MessageError} */
export function count(value: unknown): number {
  if (integer(value) < 0) throw new MessageError();
  return value as number;
}

/** A number from 0 on. @throws {MessageError} */
export function number(value: unknown): number {
  if (typeof value !== "number" || !(value >= 0 && value < Infinity)) throw new MessageError();
  return value;
}

/** A property that may be left out. */
export function optional<K extends string, T>(
  key: K,
  value: unknown,
  check: (value: unknown) => T,
): { [P in K]?: T } {
  return value === undefined ? {} : { [key]: check(value) } as { [P in K]?: T };
}
