import type { Json } from "./description.ts";

/** How much of a value is kept. */
export interface PlainLimits {
  /** Items of a list, and members of an object. */
  items: number;
  /** Characters of a text. */
  text: number;
  depth: number;
}

const LIMITS: PlainLimits = { items: 1000, text: 100_000, depth: 12 };

/**
 * Any value as JSON has it, for people to look at: what JSON has no word for is told in words, and
 * what is too long ends with how much there is more.
 */
export function plain(value: unknown, limits: Partial<PlainLimits> = {}): Json {
  return new Plain({ ...LIMITS, ...limits }).of(value, 0);
}

class Plain {
  #limits: PlainLimits;
  /** Objects around the value that is looked at. */
  #around = new Set<object>();

  constructor(limits: PlainLimits) {
    this.#limits = limits;
  }

  of(value: unknown, depth: number): Json {
    switch (typeof value) {
      case "string":
        return this.#text(value);
      case "boolean":
        return value;
      case "number":
        return Number.isFinite(value) ? value : String(value);
      case "bigint":
      case "symbol":
      case "undefined":
        return String(value);
      case "function":
        return "function";
    }
    if (value === null || value === undefined) return null;
    if (this.#around.has(value)) return "…";
    if (depth >= this.#limits.depth) return Array.isArray(value) ? "[…]" : "{…}";
    this.#around.add(value);
    try {
      return this.#object(value, depth + 1);
    } catch {
      // A getter or a proxy of the step's own.
      return "(cannot be shown)";
    } finally {
      this.#around.delete(value);
    }
  }

  #text(text: string): string {
    const { text: most } = this.#limits;
    if (text.length <= most) return text.toWellFormed();
    return `${text.slice(0, most).toWellFormed()}… (${text.length - most} characters more)`;
  }

  #object(value: object, depth: number): Json {
    if (Array.isArray(value)) return this.#list(value, value.length, depth);
    if (value instanceof Date) {
      return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
    }
    if (value instanceof Error) return this.#text(`${value.name}: ${value.message}`);
    if (value instanceof URL || value instanceof RegExp) return this.#text(String(value));
    if (value instanceof Map) {
      const isPlain = [...value.keys()].every((key) => typeof key === "string");
      return isPlain
        ? this.#members(value as Map<string, unknown>, value.size, depth)
        : this.#list(value, value.size, depth);
    }
    if (value instanceof Set) return this.#list(value, value.size, depth);
    if (value instanceof ArrayBuffer) return `ArrayBuffer of ${value.byteLength} bytes`;
    if (ArrayBuffer.isView(value)) {
      if (value instanceof DataView) return `DataView of ${value.byteLength} bytes`;
      const numbers = value as unknown as ArrayLike<number | bigint>;
      return this.#list(value as unknown as Iterable<unknown>, numbers.length, depth);
    }
    const keys = Object.keys(value);
    const members = function* (): Generator<[string, unknown]> {
      for (const key of keys) yield [key, Reflect.get(value, key)];
    };
    return this.#members(members(), keys.length, depth);
  }

  #list(values: Iterable<unknown>, length: number, depth: number): Json {
    const list: Json[] = [];
    for (const value of values) {
      if (list.length >= this.#limits.items) {
        list.push(`… ${length - list.length} more`);
        break;
      }
      list.push(this.of(value, depth));
    }
    return list;
  }

  #members(entries: Iterable<[string, unknown]>, length: number, depth: number): Json {
    const members: [string, Json][] = [];
    for (const [key, value] of entries) {
      if (members.length >= this.#limits.items) {
        members.push(["…", `${length - members.length} more`]);
        break;
      }
      members.push([this.#text(key), this.of(value, depth)]);
    }
    return Object.fromEntries(members);
  }
}
