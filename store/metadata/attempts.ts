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

/** The attempts of a task, the first first; of one taken over, those it had in its origin run. */
export function attemptsOf(db: DatabaseSync, run: number, task: number): AttemptRecord[] {
  const sql = `SELECT attempt, status, started, finished, error FROM attempts
    WHERE run = ? AND task = ? ORDER BY attempt`;
  const where = originOf(db, run, task, "attempts");
  return statement(db, sql).all(where, task).map((row) => ({
    attempt: row.attempt as number,
    status: row.status as TaskStatus,
    started: row.started as number,
    finished: row.finished as number | null,
    error: row.error === null ? null : JSON.parse(row.error as string),
  }));
}
