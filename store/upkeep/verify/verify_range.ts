import { FlowError } from "../../error.ts";
import { digestSync, loadNative, parseDigest } from "../../objects/digest.ts";
import { CHUNK } from "../../objects/layout.ts";
import { damagedObject } from "../../objects/object_errors.ts";
import { VerifiedReader } from "../../objects/verified_reader.ts";
import type { Store } from "../../store.ts";

/** An object that cannot be read. */
export interface ObjectFault {
  kind: "damaged" | "missing";
  digest: string;
  reason: string;
}

/** Rows of objects, by their place in the database: those after one, up to another. */
export interface Range {
  after: number;
  upTo: number;
}

/** What was found out of a range. */
export interface Verified {
  count: number;
  faults: ObjectFault[];
}

interface Row {
  digest: string;
  size: number;
  /** Null where the object is a file. */
  data: Uint8Array | null;
}

/**
 * Reads the objects of a range and compares their bytes with their digests.
 *
 * @param passed Told the length of each piece that has been read. What it throws ends the work.
 */
export async function verifyRange(
  { dir, db }: Store,
  { after, upTo }: Range,
  passed: (length: number) => void,
): Promise<Verified> {
  await loadNative();
  const known = db.prepare("SELECT 1 FROM objects WHERE digest = ?");
  // With their bytes, which lie beside them: to look each up by its digest takes five times as long.
  const rows = db.prepare(`SELECT digest, size, data FROM objects
    WHERE rowid > ? AND rowid <= ? ORDER BY rowid`).all(after, upTo) as unknown as Row[];
  const faults: ObjectFault[] = [];
  let count = 0;
  let small = 0;
  for (const { digest, size, data } of rows) {
    try {
      if (data === null) await readFile(dir, digest, size, passed);
      else {
        await compare(digest, size, data);
        small += size;
      }
    } catch (error) {
      if (!(error instanceof FlowError)) throw error;
      // It may have been removed since the rows were read.
      if (known.get(digest) === undefined) continue;
      const kind = error.code === "object-missing" ? "missing" : "damaged";
      faults.push({ kind, digest, reason: error.message });
    }
    count++;
  }
  passed(small);
  return { count, faults };
}

/** Compares the bytes of a small object with its digest. */
async function compare(digest: string, size: number, data: Uint8Array): Promise<void> {
  const { algorithm } = parseDigest(digest);
  if (algorithm === "blake3") await loadNative(algorithm);
  if (data.length !== size || digestSync(data, algorithm) !== digest) {
    throw damagedObject(digest, "its bytes have changed");
  }
}

/** Reads all of an object's file, and tells the length of each piece. */
async function readFile(
  dir: string,
  digest: string,
  size: number,
  passed: (length: number) => void,
): Promise<void> {
  await loadNative(parseDigest(digest).algorithm);
  using reader = new VerifiedReader(dir, digest, size);
  const memory = new Uint8Array(Math.min(CHUNK, size));
  for (let piece = reader.read(memory); piece !== null; piece = reader.read(memory)) {
    passed(piece.length);
    // Otherwise pieces pile up until the engine finds the time to collect them.
    if (piece.buffer !== memory.buffer) piece.buffer.transfer(0);
  }
}
