import { FlowError } from "../../error.ts";
import { loadNative, parseDigest } from "../../objects/digest.ts";
import { VerifiedReader } from "../../objects/verified_reader.ts";
import type { Store } from "../../store.ts";
import type { VerifyOptions } from "../verify.ts";

/** An object that cannot be read. */
export interface ObjectFault {
  kind: "damaged" | "missing";
  digest: string;
  reason: string;
}

interface Row {
  id: number;
  digest: string;
  size: number;
  inline: number;
}

/** Rows that are looked at between two chances for others to run, and bytes. */
const ROWS = 500;

/** Reads every object and compares its bytes with its digest. */
export async function verifyObjects(
  { dir, db, objects }: Store,
  { onProgress, signal }: VerifyOptions,
): Promise<{ count: number; bytes: number; faults: ObjectFault[] }> {
  await loadNative();
  const faults: ObjectFault[] = [];
  let count = 0;
  let bytes = 0;
  const total = Number(db.prepare("SELECT total(size) AS n FROM objects").get()!.n);
  const progress = () => onProgress?.(bytes, total);
  const row = db.prepare("SELECT 1 FROM objects WHERE digest = ?");
  const next = db.prepare(`SELECT rowid AS id, digest, size, data IS NOT NULL AS inline FROM objects
    WHERE rowid > ? ORDER BY rowid LIMIT ${ROWS}`);
  for (let last = 0;;) {
    const page = next.all(last) as unknown as Row[];
    for (const { digest, size, inline } of page) {
      try {
        if (inline) {
          objects.get(digest);
          bytes += size;
        } else {for (const piece of await piecesOf(dir, digest, size)) {
            signal?.throwIfAborted();
            bytes += piece.length;
            progress();
          }}
      } catch (error) {
        if (!(error instanceof FlowError)) throw error;
        // It may have been removed since this page was read.
        if (row.get(digest) === undefined) continue;
        const kind = error.code === "object-missing" ? "missing" : "damaged";
        faults.push({ kind, digest, reason: error.message });
      }
      count++;
    }
    if (page.length < ROWS) break;
    last = page.at(-1)!.id;
    progress();
    signal?.throwIfAborted();
    // Interrupts and timers get their turn.
    await new Promise((resolve) => setTimeout(resolve));
  }
  progress();
  return { count, bytes, faults };
}

async function piecesOf(
  dir: string,
  digest: string,
  size: number,
): Promise<Iterable<Uint8Array<ArrayBuffer>>> {
  await loadNative(parseDigest(digest).algorithm);
  return new VerifiedReader(dir, digest, size);
}
