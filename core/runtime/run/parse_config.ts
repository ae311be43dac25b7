import { lazy } from "../../../store/lazy.ts";

/**
 * Reads JSON, YAML or TOML, by the ending of the file's name.
 *
 * @returns Plain data: what reads TOML gives objects without a prototype, and dates of its own.
 * @throws {Error} What the parser says of the text.
 */
export async function parseConfig(path: string, text: string): Promise<unknown> {
  if (/\.ya?ml$/i.test(path)) return (await lazy<typeof import("yaml")>("yaml")).parse(text);
  if (/\.toml$/i.test(path)) {
    return plain((await lazy<typeof import("smol-toml")>("smol-toml")).parse(text));
  }
  return JSON.parse(text);
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) {
    // A time of day, or a day alone, is no moment: it stays as it is written.
    const part = ["isLocal", "isDate", "isTime"].some((is) => Reflect.get(value, is)?.call(value));
    return part ? value.toISOString() : new Date(value.getTime());
  }
  const entries = Object.entries(value).map(([key, inner]) => [key, plain(inner)] as const);
  return Object.fromEntries(entries);
}
