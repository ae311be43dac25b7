import { type Fitness, FITS } from "./json_fitness.ts";

const { stringify } = JSON;
const { keys, hasOwn } = Object;
const { isArray } = Array;

/**
 * Canonical JSON of a value that JSON keeps exactly: no spaces, the keys of each object in the order
 * of their UTF-16 code units, numbers and strings as `JSON.stringify` writes them (RFC 8785).
 *
 * @param fitness What `jsonFitness` said of the value.
 */
export function canonicalJson(value: unknown, fitness: Fitness): string {
  if ("toJSON" in arrayPrototype) return write(value);
  if (fitness === FITS) return stringify(value);
  const sorted = new Sorter().copy(value);
  return sorted === undefined ? write(value) : stringify(sorted);
}

const arrayPrototype = Array.prototype;

/**
 * Copies a value with the keys of its objects in order: several times as fast as to write the JSON
 * by hand, since the native `JSON.stringify` does the rest.
 */
class Sorter {
  // Rows of a table have the same keys in the same order: the last answer is mostly the next one.
  #keys: string[] = [];
  #sorted: string[] = [];

  /** Undefined where no copy can have the order, since integer keys come first in any object. */
  copy(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (isArray(value)) {
      const items: unknown[] = new Array(value.length);
      for (let i = 0; i < items.length; i++) {
        if ((items[i] = this.copy(value[i])) === undefined) return undefined;
      }
      return items;
    }
    const properties = value as Record<string, unknown>;
    const sorted = this.#order(properties);
    const copy: Record<string, unknown> = {};
    for (let i = 0; i < sorted.length; i++) {
      const key = sorted[i]!;
      const code = key.charCodeAt(0);
      if (code >= 48 && code <= 57) return undefined;
      if ((copy[key] = this.copy(properties[key])) === undefined) return undefined;
    }
    return copy;
  }

  #order(properties: Record<string, unknown>): string[] {
    const found: string[] = [];
    let same = true;
    for (const key in properties) {
      if (!hasOwn(properties, key)) continue;
      if (key !== this.#keys[found.length]) same = false;
      found.push(key);
    }
    if (same && found.length === this.#keys.length) return this.#sorted;
    this.#keys = found;
    return this.#sorted = found.slice().sort();
  }
}

function write(value: unknown): string {
  if (typeof value !== "object" || value === null) return stringify(value);
  if (isArray(value)) {
    let text = "[";
    for (let i = 0; i < value.length; i++) text += (i === 0 ? "" : ",") + write(value[i]);
    return text + "]";
  }
  let text = "{";
  for (const key of keys(value).sort()) {
    if (text !== "{") text += ",";
    text += stringify(key) + ":" + write((value as Record<string, unknown>)[key]);
  }
  return text + "}";
}
