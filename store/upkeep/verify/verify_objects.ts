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
        if (inline) bytes += objects.get(digest).length;
        else {
          await readFile(dir, digest, size, (length) => {
            signal?.throwIfAborted();
            bytes += length;
            progress();
          });
        }
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

/** Reads all of an object's file, and tells the length of each piece. */
async function readFile(
  dir: string,
  digest: string,
  size: number,
  passed: (length: number) => void,
): Promise<void> {
  await loadNative(parseDigest(digest).algorithm);
  for (const piece of new VerifiedReader(dir, digest, size)) {
    passed(piece.length);
    // Otherwise pieces pile up until the engine finds the time to collect them.
    piece.buffer.transfer(0);
  }
}
