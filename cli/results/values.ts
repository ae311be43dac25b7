import { FlowError } from "../../store/error.ts";
import type { ArtifactInfo, Reader } from "../../core/client/reader.ts";
import { DecodeError, EncodeError } from "../../store/objects/codec.ts";
import { extend, type Json } from "../../store/objects/extend.ts";

/** The kind of an artifact that is a file of its own (see `keepFile`). */
const FILE_KIND = "file";

/**
 * The value of an artifact in the documented extended form of JSON. A file that was kept is not read
 * but named by its digest.
 */
export async function extendedValue(reader: Reader, artifact: ArtifactInfo): Promise<Json> {
  const { kind, digest, size } = artifact;
  if (kind === FILE_KIND) return { $type: "file", digest, size };
  const bytes = await reader.bytes(artifact);
  let value: unknown;
  try {
    // JSON in which nothing has to be marked is in that form already.
    if (kind === "json") return extend(JSON.parse(new TextDecoder().decode(bytes)));
    value = await reader.decode(kind, bytes);
  } catch (error) {
    throw unreadable(artifact, error);
  }
  try {
    return extend(value);
  } catch (error) {
    // A value of a class with a codec of its own.
    if (error instanceof EncodeError) return { $type: "encoded", kind, base64: bytes.toBase64() };
    throw error;
  }
}

/** A step may have left anything, also what no codec made. */
function unreadable({ name, kind }: ArtifactInfo, cause: unknown): unknown {
  const isOurs = cause instanceof SyntaxError || cause instanceof DecodeError ||
    cause instanceof EncodeError;
  if (!isOurs) return cause;
  const { message } = cause;
  const shown = message.length > 200 ? `${message.slice(0, 200)}…` : message;
  return new FlowError("artifact-unreadable", `Artifact "${name}" cannot be read: ${shown}`, {
    hint: `It is no value of kind "${kind}", or of a codec that is registered elsewhere. ` +
      "--include NAME,… shows others.",
    cause,
  });
}

/**
 * The bytes of an artifact where it is best kept as they are: text, binary data and files; null
 * where it is a structure.
 */
export async function plainBytes(
  reader: Reader,
  artifact: ArtifactInfo,
): Promise<ReadableStream<Uint8Array> | null> {
  const plain = ["text", "bytes", "arraybuffer", FILE_KIND].includes(artifact.kind);
  return plain ? await reader.stream(artifact) : null;
}

/** A value of the extended form as people read it: indented, or on one line where it is short. */
export function formatValue(value: Json, maxLength: number): string {
  if (typeof value === "string") return cut(value, maxLength);
  const line = JSON.stringify(value);
  return cut(line.length <= 100 ? line : JSON.stringify(value, null, 2), maxLength);
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, maxLength)}… (${text.length - maxLength} characters more)`;
}
