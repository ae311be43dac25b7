/**
 * Looks at everything in a store: the database, each object's bytes, and whether what is referred to
 * is there.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { damagedStore, explainSqlite } from "../metadata/sqlite_error.ts";
import { openStore, type Store } from "../store.ts";
import { objectFiles } from "./files.ts";
import { strayCheck } from "./gc/sweep_files.ts";
import { type Leftover, leftovers } from "./leftovers.ts";
import { findOwners, type Owner } from "./owners.ts";
import { missingObjects } from "./verify/missing_objects.ts";
import { damagedRows } from "./verify/rows.ts";
import { brokenSeals, changedTables, damagedMeta } from "./verify/seals.ts";
import { type ObjectFault, verifyObjects } from "./verify/verify_objects.ts";
import { verifyTinyValues } from "./verify/tiny_values.ts";

/** Something that is lost. */
export interface Problem {
  kind: "damaged" | "missing";
  digest: string;
  /** What is wrong, in words. */
  reason: string;
  /** Some of those who need it, and how many there are; none if nobody does. */
  neededBy: Owner[];
  needed: number;
}

/** What {@linkcode verifyStore} found. */
export interface VerifyReport {
  store: string;
  /** Whether nothing is lost. Strays and leftovers take room and do no harm. */
  ok: boolean;
  /** What is wrong with the database itself. */
  database: string[];
  objects: { count: number; bytes: number };
  problems: Problem[];
  /** Files among the objects that the database knows nothing of. */
  strays: Leftover[];
  /** What dead processes left. */
  leftovers: Leftover[];
}

/** How {@linkcode verifyStore} goes about. */
export interface VerifyOptions {
  /** Told now and then how many bytes of objects have been read, of how many. */
  onProgress?: (done: number, total: number) => void;
  /**
   * How many of those who need a lost object are named.
   *
   * @default {5}
   */
  owners?: number;
  /**
   * How many threads read objects, besides this one if it is more than one. Left out: one for each
   * core where there is much to read.
   */
  threads?: number;
  signal?: AbortSignal;
}

/**
 * Verifies the store in folder `dir`, whatever its size in bounded memory. Flows may run meanwhile.
 *
 * @throws FlowError `no-store`; `store-damaged` where the database cannot be read at all.
 */
export async function verifyStore(dir: string, options: VerifyOptions = {}): Promise<VerifyReport> {
  using store = await openStore(dir, { readonly: true });
  const { db, objects } = store;
  try {
    const [changed] = changedTables(db);
    if (changed !== undefined) throw damagedStore(dir, new Error(changed));
    const database = [...integrity(db), ...damagedMeta(db), ...damagedRows(db), ...changedRuns(db)];
    const verified = await verifyObjects(store, options);
    const faults = [...verified.faults, ...missingObjects(db, objects)];
    const tiny = verifyTinyValues(db);
    const problems = [...withOwners(store, faults, options.owners ?? 5), ...tiny];
    const isStray = strayCheck(db);
    return {
      store: dir,
      ok: database.length === 0 && problems.length === 0,
      database,
      objects: { count: verified.count, bytes: verified.bytes },
      problems,
      strays: [...objectFiles(dir)].filter(isStray).map(({ path, bytes }) => ({ path, bytes })),
      leftovers: leftovers(dir, false, Date.now()),
    };
  } catch (error) {
    throw explainSqlite(error, dir);
  }
}

/** What SQLite itself finds wrong. */
export function integrity(db: DatabaseSync): string[] {
  return db.prepare("PRAGMA integrity_check(20)").all()
    .map((row) => String(Object.values(row)[0]))
    .filter((line) => line !== "ok");
}

function changedRuns(db: DatabaseSync): string[] {
  return [...brokenSeals(db)].map(({ name, parts }) =>
    `The ${parts.join(", ")} of ${name} are not what they were when it ended`
  );
}

function withOwners({ db, objects }: Store, faults: ObjectFault[], keep: number): Problem[] {
  const owners = findOwners(db, faults.map(({ digest }) => digest), keep, objects);
  return faults.map((fault) => {
    const { first, count } = owners.get(fault.digest) ?? { first: [], count: 0 };
    return { ...fault, neededBy: first, needed: count };
  });
}
