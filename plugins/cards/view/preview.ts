import type { ArtifactInfo, Reader } from "../../../core/client/reader.ts";
import type { Description } from "../author/description.ts";
import { Image, Json, Table } from "../author/components.ts";
import { imageType } from "../author/image_type.ts";
import { plain } from "../author/plain.ts";
import type { ShownValue } from "./facts.ts";

/** Bytes of a value that is read only to show its beginning. */
const MOST = 256 * 1024;
/** Rows and columns of a table that are shown. */
const ROWS = 5;
const COLUMNS = 8;

/** A value of the store with what there is room for of it. */
export async function previewOf(reader: Reader, artifact: ArtifactInfo): Promise<ShownValue> {
  const { name, kind, size } = artifact;
  return { name, kind, size, preview: await readPreview(reader, artifact) };
}

async function readPreview(reader: Reader, artifact: ArtifactInfo): Promise<Description | null> {
  if (artifact.kind === "file" || artifact.size > MOST) return null;
  try {
    return describe(await reader.decode(artifact.kind, await reader.bytes(artifact)));
  } catch {
    // Damaged, or of a codec that is registered elsewhere.
    return null;
  }
}

/** The beginning of a value as a component. */
export function describe(value: unknown): Description {
  if (value instanceof Uint8Array && imageType(value) !== null) return Image(value).description;
  if (typeof value === "string" && value.includes("\n")) {
    return { is: "code", text: plain(value, { text: 1000 }) as string };
  }
  if (Array.isArray(value) && value.length > 0 && value.every(isRow)) {
    const columns = Object.keys(value[0]!).slice(0, COLUMNS);
    const table = Table(value.slice(0, ROWS), { columns }).description;
    return { ...table, total: value.length } as Description;
  }
  return Json(plain(value, { items: 20, text: 300, depth: 4 })).description;
}

function isRow(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.keys(value).length > 0;
}
