import type { DatabaseSync } from "node:sqlite";
import type { Store } from "../../store.ts";
import type { VerifyOptions } from "../verify.ts";
import { type ObjectFault, type Range, type Verified, verifyRange } from "./verify_range.ts";
import { RangeWorker } from "./range_worker.ts";

export type { ObjectFault } from "./verify_range.ts";

/** Rows of a range at most, and bytes, unless one object has more. */
const ROWS = 500;
const BYTES = 64 << 20;
/** Bytes from which on several cores are faster, though each has to load its modules first. */
const PARALLEL_MIN = 128 << 20;

/** Reads every object and compares its bytes with its digest; many of them on all cores. */
export async function verifyObjects(
  store: Store,
  { onProgress, signal, threads }: VerifyOptions,
): Promise<Verified & { bytes: number }> {
  const { db, dir } = store;
  const total = Number(db.prepare("SELECT total(size) AS n FROM objects").get()!.n);
  const lanes = threads ?? (total < PARALLEL_MIN ? 1 : navigator.hardwareConcurrency);
  const workers = Array.from({ length: lanes > 1 ? lanes : 0 }, () => new RangeWorker(dir));
  let bytes = 0;
  const passed = (length: number) => {
    signal?.throwIfAborted();
    bytes += length;
    onProgress?.(bytes, total);
  };
  const found: [from: number, verified: Verified][] = [];
  const ranges = rangesOf(db);
  const verifyAll = async (verify: (range: Range) => Promise<Verified>) => {
    for (const range of ranges) {
      found.push([range.after, await verify(range)]);
      // Interrupts and timers get their turn.
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  try {
    if (workers.length === 0) await verifyAll((range) => verifyRange(store, range, passed));
    await Promise.all(workers.map((worker) => {
      return verifyAll((range) => worker.verify(range, passed));
    }));
  } finally {
    for (const worker of workers) worker[Symbol.dispose]();
  }
  onProgress?.(bytes, total);
  const inOrder = found.sort(([a], [b]) => a - b).map(([, verified]) => verified);
  return {
    bytes,
    count: inOrder.reduce((sum, { count }) => sum + count, 0),
    faults: inOrder.flatMap(({ faults }): ObjectFault[] => faults),
  };
}

/** All rows of objects, cut where there are enough of them or of their bytes. */
function* rangesOf(db: DatabaseSync): Generator<Range, void, void> {
  const page = `SELECT rowid AS id, size FROM objects WHERE rowid > ? ORDER BY rowid LIMIT ${ROWS}`;
  const sum = db.prepare(`SELECT max(id) AS last, total(size) AS bytes FROM (${page})`);
  const rows = db.prepare(page);
  for (let after = 0;;) {
    const { last, bytes } = sum.get(after) as { last: number | null; bytes: number };
    if (last === null) return;
    const upTo = bytes > BYTES ? cut(rows.all(after) as unknown as Row[]) : last;
    // A damaged table gives rows in no order: SQLite's own check has told of it.
    if (upTo <= after) return;
    yield { after, upTo };
    after = upTo;
  }
}

interface Row {
  id: number;
  size: number;
}

/** The last of the first rows that have enough bytes together. */
function cut(rows: Row[]): number {
  let bytes = 0;
  for (const { id, size } of rows) if ((bytes += size) >= BYTES) return id;
  return rows.at(-1)!.id;
}
