import { EncodeError } from "./codec_errors.ts";
import { errorClass } from "./error_classes.ts";
import { MAX_DEPTH } from "./json_fitness.ts";
import { rejection } from "./rejection.ts";
import { memoryFault, memoryOf, typedArrayKind } from "./typed_arrays.ts";

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A property, an index, or with `text` what else stands in a path as it is. */
type Segment = string | number | { text: string };

const { defineProperty, getPrototypeOf, hasOwn, is, keys } = Object;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const { stringify } = JSON;
const objectPrototype = Object.prototype;
const toBase64 = Uint8Array.prototype.toBase64;

/**
 * The extended form of a value: JSON in which an object with the key `$type` stands for what JSON
 * has no word for. `docs/values.md` lists them all.
 *
 * @throws {EncodeError} Where the value, or something inside it, cannot be kept.
 */
export function extend(value: unknown): Json {
  let walk = new Extension();
  try {
    try {
      return walk.of(value);
    } catch (error) {
      if (error !== CYCLE) throw error;
    }
    // What is met again has to be known before the first time that it is met.
    const survey = walk = new Extension({ met: new Set(), again: new Set() });
    walk.of(value);
    walk = new Extension({ again: survey.survey!.again, ids: new Map() });
    return walk.of(value);
  } catch (error) {
    if (error instanceof EncodeError) throw error;
    const reason = error instanceof RangeError && /call stack/.test(error.message)
      ? "nested too deeply"
      : `not readable: ${error instanceof Error ? `${error.name}: ${error.message}` : error}`;
    throw new EncodeError(shorten(walk.path()), reason, { cause: error });
  }
}

const CYCLE = Symbol("cycle");

/** What the form of an error has a place of its own for. */
const ERROR_PROPERTIES = new Set(["name", "message", "stack", "cause", "errors"]);

/** One walk over a value. */
class Extension {
  /** On the survey of a value with cycles: the objects met, and those met more than once. */
  readonly survey: { met: Set<object>; again: Set<object> } | null;
  /** Afterwards: the objects met more than once, and the numbers given to them. */
  readonly #shared: { again: Set<object>; ids: Map<object, number> } | null;
  readonly #segments: Segment[] = [];
  readonly #ancestors: object[] = [];

  constructor(
    mode?:
      | { met: Set<object>; again: Set<object> }
      | { again: Set<object>; ids: Map<object, number> },
  ) {
    this.survey = mode !== undefined && "met" in mode ? mode : null;
    this.#shared = mode !== undefined && "ids" in mode ? mode : null;
  }

  /** Where the walk is (or was when it threw). */
  path(): string {
    let path = "";
    for (const segment of this.#segments) {
      if (typeof segment === "number") path += `[${segment}]`;
      else if (typeof segment === "object") path += segment.text;
      else if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(segment)) path += `.${segment}`;
      else path += `[${stringify(segment)}]`;
    }
    return path;
  }

  of(value: unknown): Json {
    switch (typeof value) {
      case "string":
        return value.isWellFormed() ? value : { $type: "string", utf16: utf16Base64(value) };
      case "number":
        if (value - value === 0 && !is(value, -0)) return value;
        return { $type: "number", value: value === 0 ? "-0" : String(value) };
      case "boolean":
        return value;
      case "undefined":
        return { $type: "undefined" };
      case "bigint":
        return { $type: "bigint", value: String(value) };
      case "object":
        return value === null ? null : this.#object(value);
      default:
        return this.#reject(rejection(value));
    }
  }

  #reject(reason: string): never {
    throw new EncodeError(this.path(), reason);
  }

  /** The form of what stands under `segment` of the object that the walk is at. */
  #at(segment: Segment, value: unknown): Json {
    this.#segments.push(segment);
    const form = this.of(value);
    this.#segments.pop();
    return form;
  }

  /** As `#at`, and where a getter throws, the path is that of the property. */
  #property(object: Record<string, unknown>, name: string): Json {
    this.#segments.push(name);
    const form = this.of(object[name]);
    this.#segments.pop();
    return form;
  }

  #object(value: object): Json {
    if (this.survey !== null) {
      if (this.survey.met.has(value)) {
        this.survey.again.add(value);
        return null;
      }
      this.survey.met.add(value);
    } else if (this.#shared === null) {
      if (this.#ancestors.includes(value)) throw CYCLE;
    } else if (this.#shared.again.has(value)) {
      const { ids } = this.#shared;
      const known = ids.get(value);
      if (known !== undefined) return { $type: "ref", id: known };
      const id = ids.size + 1;
      ids.set(value, id);
      return { $type: "def", id, value: this.#inside(value) };
    }
    return this.#inside(value);
  }

  #inside(value: object): Json {
    if (this.#ancestors.length === MAX_DEPTH) {
      throw new EncodeError(
        shorten(this.path()),
        `an object inside of ${MAX_DEPTH} others, which is the most that can be kept`,
      );
    }
    this.#ancestors.push(value);
    const form = this.#form(value);
    this.#ancestors.pop();
    return form;
  }

  #form(value: object): Json {
    const prototype = getPrototypeOf(value);
    if (prototype === objectPrototype || prototype === null) {
      return this.#properties(value as Record<string, unknown>, prototype === null);
    }
    if (isArray(value) && prototype === Array.prototype) return this.#array(value);
    if (isView(value)) return this.#view(value, prototype);
    switch (prototype) {
      case Map.prototype:
        return this.#map(value as Map<unknown, unknown>);
      case Set.prototype: {
        let i = 0;
        const values: Json[] = [];
        for (const item of value as Set<unknown>) {
          values.push(this.#at({ text: `.values()[${i++}]` }, item));
        }
        return { $type: "set", values };
      }
      case Date.prototype: {
        const time = (value as Date).getTime();
        return { $type: "date", value: time === time ? (value as Date).toISOString() : null };
      }
      case RegExp.prototype: {
        const { source, flags } = value as RegExp;
        return { $type: "regexp", source: this.of(source), flags };
      }
      case URL.prototype:
        return { $type: "url", value: (value as URL).href };
      case ArrayBuffer.prototype:
        return this.#memory("arraybuffer", new Uint8Array(this.#usable(value as ArrayBuffer)));
    }
    if (value instanceof Error) return this.#error(value);
    return this.#reject(rejection(value));
  }

  #array(value: unknown[]): Json {
    const items: Json[] = [];
    for (let i = 0; i < value.length; i++) {
      const item = value[i];
      if (item === undefined && !hasOwn(value, i)) return this.#sparse(value);
      items.push(this.#at(i, item));
    }
    return items;
  }

  #sparse(value: unknown[]): Json {
    const entries: Json[] = [];
    for (const key of keys(value)) {
      const index = Number(key);
      if (String(index >>> 0) !== key || index >= value.length) continue;
      entries.push([index, this.#at(index, value[index])]);
    }
    return { $type: "array", length: value.length, entries };
  }

  /** A plain object: as it is where JSON can, as entries otherwise. */
  #properties(value: Record<string, unknown>, noPrototype: boolean): Json {
    const names = keys(value).sort();
    let plain = !noPrototype;
    for (const name of names) {
      if (name === "$type" || name === "__proto__" || !name.isWellFormed()) plain = false;
    }
    if (plain) {
      const properties: { [key: string]: Json } = {};
      for (const name of names) properties[name] = this.#property(value, name);
      return properties;
    }
    const entries: Json[] = [];
    for (const name of names) entries.push([this.of(name), this.#property(value, name)]);
    return noPrototype
      ? { $type: "object", entries, prototype: null }
      : { $type: "object", entries };
  }

  #map(value: Map<unknown, unknown>): Json {
    const entries: Json[] = [];
    let i = 0;
    for (const [key, item] of value) {
      const at = typeof key === "string"
        ? `.get(${stringify(key)})`
        : typeof key === "number"
        ? `.get(${key})`
        : `.values()[${i}]`;
      entries.push([this.#at({ text: `.keys()[${i++}]` }, key), this.#at({ text: at }, item)]);
    }
    return { $type: "map", entries };
  }

  #error(value: Error): Json {
    const form: { [key: string]: Json } = {
      $type: "error",
      class: errorClass(value),
      message: this.of(String(value.message)),
      name: this.of(String(value.name)),
    };
    if (typeof value.stack === "string") form.stack = this.of(value.stack);
    if (hasOwn(value, "cause")) form.cause = this.#at("cause", value.cause);
    if (form.class === "AggregateError") {
      form.errors = this.#at("errors", (value as AggregateError).errors);
    }
    const more: Record<string, unknown> = {};
    let any = false;
    for (const name of keys(value)) {
      if (ERROR_PROPERTIES.has(name) && (name !== "errors" || "errors" in form)) continue;
      any = true;
      defineProperty(more, name, {
        value: (value as unknown as Record<string, unknown>)[name],
        enumerable: true,
      });
    }
    if (any) form.properties = this.#properties(more, false);
    return form;
  }

  #view(value: ArrayBufferView, prototype: object): Json {
    const kind = prototype === DataView.prototype ? "dataview" : typedArrayKind(value);
    if (kind === undefined) return this.#reject(rejection(value));
    this.#usable(value.buffer);
    return this.#memory(kind, memoryOf(value));
  }

  #usable<B extends ArrayBufferLike>(buffer: B): B {
    const fault = memoryFault(buffer);
    return fault === null ? buffer : this.#reject(fault);
  }

  #memory(kind: string, bytes: Uint8Array): Json {
    return { $type: kind, base64: toBase64.call(bytes) };
  }
}

/** A string with lone surrogates as its UTF-16 code units in little endian order. */
function utf16Base64(text: string): string {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < units.length; i++) units[i] = text.charCodeAt(i);
  return toBase64.call(new Uint8Array(units.buffer));
}

/** A path of a thousand parts helps nobody. */
function shorten(path: string): string {
  return path.length > 100 ? `${path.slice(0, 60)}…${path.slice(-30)}` : path;
}
