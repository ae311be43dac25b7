import { DecodeError } from "./codec_errors.ts";
import { ERROR_CLASSES } from "./error_classes.ts";
import type { Json } from "./extend.ts";
import { TYPED_ARRAY_KINDS, typedArrayOver } from "./typed_arrays.ts";

type JsonObject = { [key: string]: Json };

const { defineProperty, hasOwn, keys } = Object;
const { isArray } = Array;
const fromBase64 = Uint8Array.fromBase64;

/**
 * The value that an extended form stands for; see `extend`.
 *
 * @param form Freshly parsed JSON. It is used up: parts of it become parts of the value.
 * @throws {DecodeError} Where it is not an extended form.
 */
export function revive(form: Json): unknown {
  try {
    return new Revival().of(form);
  } catch (cause) {
    if (cause instanceof DecodeError) throw cause;
    // Only the end of the stack is left: `extend` gives nothing so deep.
    return fail("they are nested too deeply", cause);
  }
}

class Revival {
  readonly #defs = new Map<number, object>();

  of(form: Json): unknown {
    return typeof form === "object" && form !== null ? this.#object(form, 0) : form;
  }

  /** `id` is that of the def around the form, or 0. Containers go into `#defs` before their items. */
  #object(form: Json[] | JsonObject, id: number): unknown {
    if (isArray(form)) {
      this.#define(id, form);
      const items: unknown[] = form;
      for (let i = 0; i < items.length; i++) {
        const item = form[i]!;
        if (typeof item === "object" && item !== null) items[i] = this.#object(item, 0);
      }
      return items;
    }
    if (hasOwn(form, "$type")) return this.#typed(form, id);
    this.#define(id, form);
    for (const key of inOrder(form)) {
      const item = form[key]!;
      if (typeof item === "object" && item !== null) set(form, key, this.#object(item, 0));
    }
    return form;
  }

  #define(id: number, value: object): void {
    if (id !== 0) this.#defs.set(id, value);
  }

  #defined<T extends object>(id: number, value: T): T {
    this.#define(id, value);
    return value;
  }

  #typed(form: JsonObject, id: number): unknown {
    switch (form.$type) {
      case "undefined":
        return undefined;
      case "number":
        return number(form.value);
      case "bigint":
        return bigint(form.value);
      case "string":
        return string(form);
      case "date":
        return this.#defined(id, date(form.value));
      case "regexp":
        return this.#defined(id, attempt(() => new RegExp(text(form.source), text(form.flags))));
      case "url":
        return this.#defined(id, attempt(() => new URL(text(form.value))));
      case "map": {
        const map = this.#defined(id, new Map());
        for (const [key, item] of pairs(form.entries)) map.set(this.of(key), this.of(item));
        return map;
      }
      case "set": {
        const values = this.#defined(id, new Set());
        for (const item of list(form.values)) values.add(this.of(item));
        return values;
      }
      case "object":
        return this.#entries(form, id);
      case "array":
        return this.#sparse(form, id);
      case "error":
        return this.#error(form, id);
      case "def":
        return this.#def(form);
      case "ref":
        return this.#defs.get(form.id as number) ?? fail(`no object is numbered ${form.id}`);
      default:
        return this.#defined(id, memory(form));
    }
  }

  #def({ id, value }: JsonObject): unknown {
    if (typeof id !== "number" || id < 1 || this.#defs.has(id)) fail("an object is misnumbered");
    if (typeof value !== "object" || value === null) fail("only objects are numbered");
    return this.#object(value as JsonObject, id as number);
  }

  #entries(form: JsonObject, id: number): object {
    const object = this.#defined(id, hasOwn(form, "prototype") ? Object.create(null) : {});
    for (const [key, item] of pairs(form.entries)) set(object, text(key), this.of(item));
    return object;
  }

  #sparse(form: JsonObject, id: number): unknown[] {
    const { length } = form;
    const array: unknown[] = this.#defined(id, []);
    attempt(() => array.length = length as number);
    for (const [index, item] of pairs(form.entries)) {
      if (typeof index !== "number" || !(index >= 0 && index < array.length) || index % 1 !== 0) {
        fail("an array's index is not inside it");
      }
      array[index as number] = this.of(item);
    }
    return array;
  }

  #error(form: JsonObject, id: number): Error {
    const type = ERROR_CLASSES.get(form.class as string) ?? fail("they name no class of errors");
    const error = this.#defined(
      id,
      form.class === "AggregateError" ? new AggregateError([]) : new type(),
    );
    hidden(error, "message", text(form.message));
    if (error.name !== text(form.name)) hidden(error, "name", text(form.name));
    hidden(error, "stack", hasOwn(form, "stack") ? text(form.stack) : undefined);
    if (hasOwn(form, "cause")) hidden(error, "cause", this.of(form.cause!));
    if (form.class === "AggregateError" && hasOwn(form, "errors")) {
      hidden(error, "errors", this.of(form.errors!));
    }
    if (hasOwn(form, "properties")) {
      const properties = this.of(form.properties!);
      if (typeof properties !== "object") fail("an error's properties are no object");
      for (const key of keys(properties as object)) {
        set(error, key, (properties as Record<string, unknown>)[key]);
      }
    }
    return error;
  }
}

/**
 * The keys of an object in the order of the text, in which `def` stands before `ref`. An engine puts
 * those that look like an index first, and by their numbers: `9` before `10`.
 */
function inOrder(form: JsonObject): string[] {
  const names = keys(form);
  const first = names[0]?.charCodeAt(0) ?? 0;
  return first >= 48 && first <= 57 ? names.sort() : names;
}

function fail(message: string, cause?: unknown): never {
  throw new DecodeError("ext", message, { cause });
}

/** Runs a constructor of JavaScript's that throws for arguments that make no sense. */
function attempt<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof DecodeError) throw cause;
    return fail(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** Sets an own property, also one named `__proto__`, whatever prototypes have. */
function set(object: object, key: string, value: unknown): void {
  defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

function hidden(object: object, key: string, value: unknown): void {
  defineProperty(object, key, { value, enumerable: false, writable: true, configurable: true });
}

function list(form: Json | undefined): Json[] {
  return isArray(form) ? form : fail("a list is missing");
}

function* pairs(form: Json | undefined): Generator<[Json, Json]> {
  for (const pair of list(form)) {
    if (!isArray(pair) || pair.length !== 2) fail("an entry is no pair");
    yield pair as [Json, Json];
  }
}

/** A string, which has a form of its own where it is not well-formed. */
function text(form: Json | undefined): string {
  if (typeof form === "string") return form;
  if (typeof form === "object" && form !== null && !isArray(form) && form.$type === "string") {
    return string(form);
  }
  return fail("a string is missing");
}

function string(form: JsonObject): string {
  const bytes = base64(form.utf16);
  if (bytes.length % 2 !== 0) fail("a string has half a code unit");
  const units = new Uint16Array(bytes.buffer);
  let value = "";
  // In pieces, since arguments of a call live on the stack.
  for (let at = 0; at < units.length; at += 8192) {
    value += String.fromCharCode(...units.subarray(at, at + 8192));
  }
  return value;
}

function number(form: Json | undefined): number {
  switch (form) {
    case "NaN":
      return NaN;
    case "Infinity":
      return Infinity;
    case "-Infinity":
      return -Infinity;
    case "-0":
      return -0;
    default:
      return fail("they name no special number");
  }
}

function bigint(form: Json | undefined): bigint {
  if (typeof form !== "string" || !/^-?\d+$/.test(form)) fail("a bigint has no digits");
  return attempt(() => BigInt(form as string));
}

function date(form: Json | undefined): Date {
  if (form === null) return new Date(NaN);
  const value = new Date(text(form));
  return Number.isNaN(value.getTime()) ? fail("a date is none") : value;
}

function base64(form: Json | undefined): Uint8Array<ArrayBuffer> {
  return typeof form === "string"
    ? attempt(() => fromBase64.call(Uint8Array, form))
    : fail("base64 is missing");
}

/** Typed arrays, buffers and views, and then there is nothing left that it might be. */
function memory(form: JsonObject): object {
  const { $type: kind } = form;
  if (kind === "arraybuffer") return base64(form.base64).buffer;
  if (kind === "dataview") return new DataView(base64(form.base64).buffer);
  if (typeof kind !== "string" || !TYPED_ARRAY_KINDS.includes(kind)) {
    return fail(`they name no type that there is: ${JSON.stringify(kind)}`);
  }
  return typedArrayOver(kind, base64(form.base64))!;
}
