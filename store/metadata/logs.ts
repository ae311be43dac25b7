import type { DatabaseSync } from "node:sqlite";
import { originOf } from "./origin.ts";
import { statement } from "./statement.ts";

/** Where a piece of a log came from; `flow` is Flow's own words. */
export type LogStream = "stdout" | "stderr" | "flow";

/** What arrived at once: any part of a line or several. */
export interface LogPiece {
  /** Rises within an attempt. */
  seq: number;
  stream: LogStream;
  /** Milliseconds since 1970. */
  time: number;
  text: string;
}

/** Which pieces of a task's log. */
export interface LogFilter {
  attempt: number;
  /** Only pieces that came after this one: the `seq` of the last that is known. */
  after?: number;
  stream?: LogStream;
  /**
   * At most so many.
   *
   * @default {1000}
   */
  limit?: number;
}

const STREAMS: readonly LogStream[] = ["stdout", "stderr", "flow"];

/** The log of an attempt as it arrived; of a task taken over, from its origin run. */
export function logsOf(
  db: DatabaseSync,
  run: number,
  task: number,
  filter: LogFilter,
): LogPiece[] {
  const stream = filter.stream === undefined ? "" : "AND stream = ?";
  const sql = `SELECT seq, stream, time, text FROM logs
    WHERE run = ? AND task = ? AND attempt = ? AND seq > ? ${stream} ORDER BY seq LIMIT ?`;
  const values = filter.stream === undefined ? [] : [STREAMS.indexOf(filter.stream) + 1];
  return statement(db, sql)
    .all(
      originOf(db, run, task, "logs"),
      task,
      filter.attempt,
      filter.after ?? -1,
      ...values,
      filter.limit ?? 1000,
    )
    .map((row) => ({
      seq: row.seq as number,
      stream: STREAMS[row.stream as number - 1]!,
      time: row.time as number,
      text: row.text as string,
    }));
}

/** A piece of the log of any task of a run. */
export interface RunLogPiece extends LogPiece {
  /** Rises in the order in which pieces were kept, over the whole store. */
  row: number;
  task: number;
  attempt: number;
}

/**
 * What the tasks of a run have printed, in the order in which it was kept; without the tasks that
 * it took over. To follow a run, ask again with the last `row`.
 */
export function logsOfRun(
  db: DatabaseSync,
  run: number,
  after = 0,
  limit = 1000,
): RunLogPiece[] {
  // The + keeps SQLite from going through the whole run for each page.
  const sql = `SELECT rowid AS row, task, attempt, seq, stream, time, text FROM logs
    WHERE +run = ? AND rowid > ? ORDER BY rowid LIMIT ?`;
  const first = "SELECT min(rowid) AS row FROM logs WHERE run = ?";
  const begin = after > 0 ? after : Number(statement(db, first).get(run)!.row ?? 0) - 1;
  return statement(db, sql).all(run, begin, limit).map((row) => ({
    row: row.row as number,
    task: row.task as number,
    attempt: row.attempt as number,
    seq: row.seq as number,
    stream: STREAMS[row.stream as number - 1]!,
    time: row.time as number,
    text: row.text as string,
  }));
}
