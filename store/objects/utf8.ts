import { DecodeError } from "./codec_errors.ts";

const encoder = new TextEncoder();
// A byte order mark is part of the text: dropping it would change the value.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The UTF-8 bytes of a well-formed string. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/**
 * The string that UTF-8 bytes stand for.
 *
 * @param kind The kind of the bytes, for the message.
 * @throws {DecodeError} Where the bytes are not UTF-8.
 */
export function fromUtf8(bytes: Uint8Array<ArrayBuffer>, kind: string): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new DecodeError(kind, "they are not UTF-8", { cause });
  }
}
