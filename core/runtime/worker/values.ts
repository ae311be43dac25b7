import { decode, encode, EncodeError } from "../../../store/objects/codec.ts";
import type { ArtifactRef } from "../../../store/metadata/rows.ts";
import { KeptFile } from "../../flow/kept_file.ts";
import { FAILURE_TYPE } from "./error_record.ts";
import type { OutValue } from "./messages.ts";

/** The kind of an artifact that is a file, kept byte for byte and never loaded whole. */
export const FILE_KIND = "file";

/**
 * Encodes a value that a step leaves. The bytes are memory of their own: they may be transferred.
 *
 * @param what How to name it in an error, such as `artifact "rows"`.
 * @throws {TypeError} When it cannot be kept; the message has the path inside the value.
 */
export function encodeValue(name: string, value: unknown, what: string): OutValue {
  if (value instanceof KeptFile) {
    const { source } = value;
    const file = { name, kind: FILE_KIND, bytes: new Uint8Array(0) };
    return "path" in source
      ? { ...file, path: source.path }
      : { ...file, ref: { ...source, kind: FILE_KIND } };
  }
  try {
    const { kind, bytes } = encode(value);
    // Another task of this Worker may change or need the memory before the bytes are sent, and after.
    return { name, kind, bytes: sharesMemory(kind) ? bytes.slice() : bytes };
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error;
    const at = error.path === "" ? "it" : error.path;
    const problem = new TypeError(`The ${what} cannot be kept: ${at} is ${error.reason}`);
    throw Object.assign(problem, { [FAILURE_TYPE]: "artifact" });
  }
}

/** Decodes a value. `bytes` must not be used afterwards: the value may be the same memory. */
export function decodeValue(ref: ArtifactRef, bytes: Uint8Array): unknown {
  if (ref.kind === FILE_KIND) return new KeptFile({ digest: ref.digest, size: ref.size });
  return decode(ref.kind, bytes);
}

/** Whether the value of this kind may share memory with the bytes that it was decoded from. */
export function sharesMemory(kind: string): boolean {
  return kind !== "json" && kind !== "ext" && kind !== "text";
}
