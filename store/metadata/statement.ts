import type { DatabaseSync, StatementSync } from "node:sqlite";

const prepared = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

/**
 * `sql` prepared on `db`, once. For statements whose text comes in few variants; a statement must
 * not be used again while an iteration over it goes on.
 */
export function statement(db: DatabaseSync, sql: string): StatementSync {
  let ofDb = prepared.get(db);
  if (ofDb === undefined) prepared.set(db, ofDb = new Map());
  let found = ofDb.get(sql);
  if (found === undefined) ofDb.set(sql, found = db.prepare(sql));
  return found;
}

/** Runs `work` in one write transaction, and undoes all of it if it throws. */
export function transact<T>(db: DatabaseSync, work: () => T): T {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    rollBack(db);
    throw error;
  }
}

/** Undoes the open transaction, as far as there is one. */
export function rollBack(db: DatabaseSync): void {
  try {
    db.exec("ROLLBACK");
  } catch {
    // SQLite has already done it, as it does when the disk is full.
  }
}
