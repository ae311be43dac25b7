import type { DatabaseSync } from "node:sqlite";
import type { ErrorRecord, TaskStatus } from "./rows.ts";
import { originOf } from "./origin.ts";
import { statement } from "./statement.ts";

/** One try of a task. Times are milliseconds since 1970. */
export interface AttemptRecord {
  /** 1 at the first. */
  attempt: number;
  status: TaskStatus;
  started: number;
  finished: number | null;
  error: ErrorRecord | null;
}

/**
 * The attempts of a task, the first first; of one taken over, those it had in its origin run. A task
 * that ended well at once, before it was ever seen running, has no row of its own for that: its
 * attempt is what the task's row says.
 */
export function attemptsOf(db: DatabaseSync, run: number, task: number): AttemptRecord[] {
  const sql = `SELECT attempt, status, started, finished, error FROM attempts
    WHERE run = ? AND task = ? ORDER BY attempt`;
  const where = originOf(db, run, task, "attempts");
  const rows = statement(db, sql).all(where, task);
  if (rows.length === 0) {
    const first = `SELECT 1 AS attempt, status, started, finished, NULL AS error FROM tasks
      WHERE run = ? AND number = ? AND started IS NOT NULL`;
    rows.push(...statement(db, first).all(run, task));
  }
  return rows.map((row) => ({
    attempt: row.attempt as number,
    status: row.status as TaskStatus,
    started: row.started as number,
    finished: row.finished as number | null,
    error: row.error === null ? null : JSON.parse(row.error as string),
  }));
}
