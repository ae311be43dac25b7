/**
 * Gives back what is no longer needed: runs that are given up, and objects that no run needs.
 *
 * It may run beside flows. What makes that safe:
 * - An object's file comes into place in the transaction that adds its row and what refers to it, and
 *   goes in the transaction that removes its row. An object that was found unused is looked at once
 *   more there. So no row ever refers to an object that was removed.
 * - Some objects are there before what will refer to them. As long as somebody adds objects (see
 *   `store/lock.ts`), only those go that the deleted runs needed; the others wait for a `gc` that
 *   meets nobody.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { lockAlone } from "../lock.ts";
import { explainSqlite } from "../metadata/sqlite_error.ts";
import { transact } from "../metadata/statement.ts";
import { openStore, type Store } from "../store.ts";
import { aloneInUpkeep } from "./alone.ts";
import { chooseRuns, type DoomedRun, type RunChoice } from "./gc/choose_runs.ts";
import { deletedRuns, deleteRows, deleteRuns } from "./gc/delete_runs.ts";
import { NOTHING, sweepCode, sweepLeftovers, sweepStrays } from "./gc/sweep_files.ts";
import {
  findUnused,
  noteFreed,
  noteFreedCode,
  removeUnused,
  type SweptObjects,
} from "./gc/sweep_objects.ts";
import { RUN_REFERENCES, VALUE_REFERENCES } from "./references.ts";

export { PIN_TAG } from "./gc/choose_runs.ts";
export type { RunChoice } from "./gc/choose_runs.ts";

/** What {@linkcode collectGarbage} does. */
export interface GcOptions extends RunChoice {
  /**
   * Only tells what would go.
   *
   * @default {false}
   */
  dryRun?: boolean;
}

/** What went, or would go. Bytes are on the disk. */
export interface GcReport {
  dryRun: boolean;
  /** The runs, as `Flow/7`. */
  runs: string[];
  /** By flow, the runs that went and the objects that only they needed. */
  flows: { flow: string; runs: number; objects: number; bytes: number }[];
  /** All objects that went, also those that no run needed before. */
  objects: number;
  /** All bytes: of objects, of files that nothing knew of, and of what dead processes left. */
  bytes: number;
  /** Files that nothing knew of, what dead processes left, and code packages of no run. */
  files: number;
  /** Whether nobody else was adding objects; otherwise some unused ones may be left for next time. */
  complete: boolean;
}

/**
 * Deletes the runs that `options` gives up, and all objects that no run needs.
 *
 * @throws FlowError `no-store`, `store-busy` when there is other upkeep, and others of the store.
 */
export async function collectGarbage(dir: string, options: GcOptions = {}): Promise<GcReport> {
  using store = await openStore(dir);
  return await aloneInUpkeep(dir, async () => {
    try {
      return await collect(store, options);
    } catch (error) {
      throw explainSqlite(error, dir);
    }
  });
}

async function collect(store: Store, options: GcOptions): Promise<GcReport> {
  const { dir, db, objects } = store;
  const { dryRun = false } = options;
  db.exec(`
    CREATE TEMP TABLE doomed (run INTEGER PRIMARY KEY, flow TEXT NOT NULL) STRICT;
    CREATE TEMP TABLE freed (digest TEXT PRIMARY KEY, flow TEXT NOT NULL) STRICT, WITHOUT ROWID`);

  const now = Date.now();
  const early = whenAlone(dir, (alone) => ({
    upTo: alone ? Number(db.prepare("SELECT max(rowid) AS id FROM objects").get()!.id ?? 0) : null,
    files: sweepLeftovers(dir, alone, dryRun, now),
  }));
  const doomed = giveUpRuns(store, options, now);
  noteFreed(db, VALUE_REFERENCES);
  if (!dryRun) deleteRows(db);
  const swept = removeUnused(db, objects, findUnused(db, objects, early.upTo), dryRun);
  const strays = sweepStrays(db, dir, dryRun);
  const code = whenAlone(dir, (alone) => {
    if (alone && !dryRun) shrink(db);
    return alone ? sweepCode(db, dir, dryRun) : NOTHING;
  });
  if (!dryRun) db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  return await Promise.resolve({
    dryRun,
    runs: doomed.map(({ flow, number }) => `${flow}/${number}`),
    flows: byFlow(doomed, swept),
    objects: sum(swept.map((one) => one.objects)),
    bytes: sum([...swept, early.files, strays, code].map((one) => one.bytes)),
    files: sum([early.files, strays, code].map((one) => one.files)),
    complete: early.upTo !== null,
  });
}

/**
 * Decides which runs go and, in the same transaction, makes them go; notes them in `doomed`. What an
 * interrupted `gc` left of others is noted there as well.
 */
function giveUpRuns({ db, objects }: Store, options: GcOptions, now: number): DoomedRun[] {
  const insert = db.prepare("INSERT OR IGNORE INTO doomed (run, flow) VALUES (?, ?)");
  const give = () => {
    const chosen = chooseRuns(db, options, now);
    for (const { id, flow } of chosen) insert.run(id, flow);
    noteFreed(db, RUN_REFERENCES);
    noteFreedCode(db, objects);
    if (!options.dryRun) deleteRuns(db, chosen);
    return chosen;
  };
  const chosen = options.dryRun ? give() : transact(db, give);
  for (const run of deletedRuns(db)) insert.run(run, "");
  return chosen;
}

/** Holds the lock that says that nobody adds objects, if it can be had, for work that is quick. */
function whenAlone<T>(dir: string, work: (alone: boolean) => T): T {
  const lock = lockAlone(dir);
  try {
    return work(lock !== null);
  } finally {
    lock?.close();
  }
}

/** Gives back to the disk what the database no longer uses, where that is much. */
function shrink(db: DatabaseSync): void {
  const pragma = (name: string) => Number(Object.values(db.prepare(`PRAGMA ${name}`).get()!)[0]);
  const free = pragma("freelist_count");
  if (free > 256 && free > pragma("page_count") / 4) db.exec("VACUUM");
}

function byFlow(doomed: DoomedRun[], swept: SweptObjects[]): GcReport["flows"] {
  const flows = new Map<string, GcReport["flows"][number]>();
  for (const { flow } of doomed) {
    const one = flows.get(flow) ?? { flow, runs: 0, objects: 0, bytes: 0 };
    one.runs++;
    flows.set(flow, one);
  }
  for (const { flow, objects, bytes } of swept) {
    const one = flow === null ? undefined : flows.get(flow);
    if (one !== undefined) Object.assign(one, { objects, bytes });
  }
  return [...flows.values()].sort((a, b) => b.bytes - a.bytes);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
