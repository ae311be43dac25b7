/**
 * Blots out secrets in bytes and text on their way to the store.
 *
 * @module
 */

import { redactJson } from "./redact_json.ts";

const encoder = new TextEncoder();

/** What stands in place of a secret in text. */
export const BLOT = "[secret]";

/** Secrets shorter than this would blot out half of any text: they are not looked for. */
const SHORTEST = 4;

/** Replaces secret values in text. */
export function redactText(text: string, secrets: readonly string[]): string {
  for (const secret of secrets) {
    if (secret.length >= SHORTEST && text.includes(secret)) text = text.replaceAll(secret, BLOT);
  }
  return text;
}

/** The forms of secrets that are long enough to be looked for, longest first. */
export function redactable(secrets: Iterable<string>): string[] {
  const values = new Set<string>();
  for (const secret of secrets) {
    // A file's or a program's last line end is no part of what a step prints.
    for (const form of new Set([secret, secret.trim()])) {
      if (form.length < SHORTEST) continue;
      // As JSON spells it, and as the console does inside of an object.
      const spelled = JSON.stringify(form).slice(1, -1);
      values.add(form).add(spelled).add(spelled.replaceAll('\\"', '"'));
    }
  }
  return [...values].sort((a, b) => b.length - a.length);
}

/**
 * How much of a text that goes on can be redacted and passed on: no secret begins before and may
 * end after it.
 */
export function safeLength(text: string, secrets: readonly string[]): number {
  let safe = text.length;
  for (const secret of secrets) {
    for (let begun = Math.min(secret.length - 1, text.length); begun > 0; begun--) {
      if (!text.endsWith(secret.slice(0, begun))) continue;
      safe = Math.min(safe, text.length - begun);
      break;
    }
  }
  // A whole secret that reaches into what is held back is held back with it.
  for (let moved = true; moved;) {
    moved = false;
    for (const secret of secrets) {
      const at = text.indexOf(secret, Math.max(0, safe - secret.length + 1));
      if (at < 0 || at >= safe) continue;
      safe = at;
      moved = true;
    }
  }
  return safe;
}

/**
 * Replaces secret values in an encoded value. Text forms hold them as JSON spells them; raw bytes
 * keep their length.
 */
export function redactBytes(
  kind: string,
  bytes: Uint8Array<ArrayBuffer>,
  secrets: readonly string[],
): Uint8Array<ArrayBuffer> {
  if (secrets.length === 0) return bytes;
  if (kind === "json" || kind === "ext" || kind === "text") {
    const text = new TextDecoder().decode(bytes);
    const redacted = kind === "text"
      ? redactText(text, secrets)
      : redactJson(text, secrets, kind === "ext");
    return redacted === text ? bytes : encoder.encode(redacted);
  }
  let result = bytes;
  for (const secret of secrets) {
    const needle = encoder.encode(secret);
    for (let at = find(result, needle, 0); at >= 0; at = find(result, needle, at + 1)) {
      if (result === bytes) result = bytes.slice();
      result.fill(0x2a, at, at + needle.length);
    }
  }
  return result;
}

function find(bytes: Uint8Array, needle: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(needle[0]!, from); at >= 0; at = bytes.indexOf(needle[0]!, at + 1)) {
    let length = 1;
    while (length < needle.length && bytes[at + length] === needle[length]) length++;
    if (length === needle.length) return at;
  }
  return -1;
}
