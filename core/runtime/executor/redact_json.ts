import { BLOT, redactBytes, redactText } from "./redact.ts";

type Form = null | boolean | number | string | Form[] | { [key: string]: Form };
type Typed = { [key: string]: Form };

/** Parts of extended forms that say what they are: without them nothing could be read. */
const STRUCTURE = new Set(["$type", "id", "length", "class", "prototype"]);
/** Extended forms that hold others. */
const CONTAINERS = new Set<unknown>(["map", "set", "array", "object", "error", "def", "ref"]);

/**
 * Blots out secrets in JSON, which stays JSON: a number that shows one becomes the blot, and so does
 * an extended form (a date, a bigint) that would not be one any more.
 *
 * @param secrets As `redactable` gives them.
 * @param extended The text is the extended form of `docs/values.md`.
 * @returns The text itself where there is nothing to blot out.
 */
export function redactJson(text: string, secrets: readonly string[], extended: boolean): string {
  const isShown = secrets.some((secret) => text.includes(spelled(secret)));
  if (!isShown && !(extended && text.includes('"base64"'))) return text;
  try {
    const form: Form = JSON.parse(text);
    const blotter = new Blotter(secrets, extended);
    const blotted = blotter.of(form);
    return blotter.found ? JSON.stringify(blotted) : text;
  } catch {
    // It is no JSON, or nested as no value is: nobody will read it.
    return redactText(text, secrets);
  }
}

function spelled(secret: string): string {
  return JSON.stringify(secret).slice(1, -1);
}

class Blotter {
  /** Whether there was a secret. */
  found = false;
  #secrets: readonly string[];
  #extended: boolean;

  constructor(secrets: readonly string[], extended: boolean) {
    this.#secrets = secrets;
    this.#extended = extended;
  }

  of(form: Form): Form {
    if (typeof form === "string") return this.#text(form);
    if (typeof form === "number") return this.#text(String(form)) === String(form) ? form : BLOT;
    if (typeof form !== "object" || form === null) return form;
    if (Array.isArray(form)) return form.map((item) => this.of(item));
    if (this.#extended && Object.hasOwn(form, "$type")) return this.#typed(form);
    return this.#parts(form, (key) => this.#text(key), () => false);
  }

  #text(text: string): string {
    const redacted = redactText(text, this.#secrets);
    if (redacted !== text) this.found = true;
    return redacted;
  }

  #typed(form: Typed): Form {
    if (typeof form.base64 === "string") return this.#bytes(form, form.base64);
    if (!CONTAINERS.has(form.$type)) {
      const whole = Object.entries(form).every(([key, value]) =>
        key === "$type" || this.#text(String(value)) === String(value)
      );
      return whole ? form : BLOT;
    }
    if (form.$type === "array" && Array.isArray(form.entries)) {
      const entries = form.entries.map((entry) => {
        const [index, item] = entry as [number, Form];
        return [index, this.of(item)];
      });
      return { ...form, entries };
    }
    return this.#parts(form, (key) => key, (key) => STRUCTURE.has(key));
  }

  #bytes(form: Typed, base64: string): Form {
    const bytes = Uint8Array.fromBase64(base64);
    const redacted = redactBytes("bytes", bytes, this.#secrets);
    if (redacted === bytes) return form;
    this.found = true;
    return { ...form, base64: redacted.toBase64() };
  }

  #parts(form: Typed, name: (key: string) => string, stays: (key: string) => boolean): Form {
    // A key may be `__proto__`, which is only set by a definition.
    return Object.fromEntries(
      Object.entries(form).map(([key, value]) => [name(key), stays(key) ? value : this.of(value)]),
    );
  }
}
