/**
 * What has changed in a store, for those who look at it while others write: see the table `changes`
 * in `schema.ts`.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { statement } from "./statement.ts";

/** What can change of a run. `run` is its own row: its status, above all. */
export const WHATS = ["run", "tasks", "logs", "tags", "cards"] as const;

/** One of {@linkcode WHATS}. */
export type What = (typeof WHATS)[number];

/** What has changed of a run. */
export interface Change {
  /** `Flow/7`; it may have been deleted. */
  run: string;
  what: What[];
  revision: number;
}

/** Where a store stands. */
export interface Revision {
  /** Tells the database from others: numbers of another mean nothing here. */
  database: string;
  /** The last. */
  revision: number;
  /** What changed up to this one is no longer known by itself. */
  forgotten: number;
}

/** Deleted runs that are still known as changes. */
const DELETED = 1000;

/** The bit of {@linkcode noteChange} that stands for it. */
export function bitOf(what: What): number {
  return 1 << WHATS.indexOf(what);
}

/**
 * Notes that a run has changed; part of the transaction that changes it, once.
 *
 * @param what Bits of {@linkcode bitOf}.
 */
export function noteChange(db: DatabaseSync, run: number, what: number): void {
  const sql = `
    INSERT INTO changes (run, name, revision, status, tasks, logs, tags, cards)
    SELECT id, flow || '/' || number, next, iif(?2 & 1, next, 0), iif(?2 & 2, next, 0),
      iif(?2 & 4, next, 0), iif(?2 & 8, next, 0), iif(?2 & 16, next, 0)
    FROM runs, (SELECT max(revision) + 1 AS next FROM changes) WHERE id = ?1
    ON CONFLICT (run) DO UPDATE SET revision = excluded.revision,
      status = max(status, excluded.status), tasks = max(tasks, excluded.tasks),
      logs = max(logs, excluded.logs), tags = max(tags, excluded.tags),
      cards = max(cards, excluded.cards)`;
  statement(db, sql).run(run, what);
}

/** Notes that runs are about to be deleted, and forgets those that went long ago. */
export function noteDeleted(db: DatabaseSync, runs: readonly number[]): void {
  for (const run of runs) noteChange(db, run, bitOf("run"));
  const gone = "run > 0 AND run NOT IN (SELECT id FROM runs)";
  const last = statement(
    db,
    `SELECT revision FROM changes WHERE ${gone} ORDER BY revision DESC LIMIT 1 OFFSET ${DELETED}`,
  ).get()?.revision;
  if (last === undefined) return;
  statement(db, `DELETE FROM changes WHERE revision <= ? AND ${gone}`).run(last);
  statement(db, "UPDATE changes SET revision = max(revision, ?) WHERE run = 0").run(last);
}

/** Where the store stands now. */
export function currentRevision(db: DatabaseSync): Revision {
  const sql = `SELECT name AS database, revision AS forgotten,
    (SELECT max(revision) FROM changes) AS revision FROM changes WHERE run = 0`;
  return { ...statement(db, sql).get() } as unknown as Revision;
}

/**
 * What has changed after a revision, in that order; of each run the last time.
 *
 * @param after One that is not {@linkcode Revision.forgotten}.
 */
export function changesAfter(db: DatabaseSync, after: number): Change[] {
  const sql = "SELECT * FROM changes WHERE revision > ? AND run > 0 ORDER BY revision";
  return statement(db, sql).all(after).map((row) => ({
    run: row.name as string,
    what: WHATS.filter((what) => Number(row[what === "run" ? "status" : what]) > after),
    revision: row.revision as number,
  }));
}

/** The revision that has last changed the tasks of each of these runs; of some it is not known. */
export function taskRevisions(db: DatabaseSync, runs: readonly number[]): Map<number, number> {
  const sql = `SELECT run, tasks FROM json_each(?) AS j CROSS JOIN changes ON run = j.value`;
  const rows = statement(db, sql).all(JSON.stringify(runs));
  return new Map(rows.map((row) => [row.run as number, row.tasks as number]));
}
