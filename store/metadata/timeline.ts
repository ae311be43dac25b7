import type { DatabaseSync } from "node:sqlite";
import type { TaskStatus } from "./rows.ts";
import { statement } from "./statement.ts";

/** An attempt as a chart over time needs it. Times are milliseconds since 1970. */
export interface Span {
  step: string;
  task: number;
  attempt: number;
  status: TaskStatus;
  /** Since when it waits for a slot: when its task was made, or the attempt before it ended. */
  queued: number;
  started: number | null;
  finished: number | null;
  /** It belongs to a task that was taken over: it ran in the origin run. */
  taken: boolean;
}

/** Which attempts of a run. */
export interface SpanFilter {
  step?: string;
  /** Only of tasks of which something has begun or ended at or after this time. */
  since?: number;
  /** Only of tasks with a higher number. */
  after?: number;
  /**
   * Of at most so many tasks.
   *
   * @default {1000}
   */
  limit?: number;
}

/**
 * The attempts of the tasks of a run, by number; one that waits to be tried again has an attempt that
 * has not started. Of a task that was taken over only what its row says.
 */
export function listSpans(db: DatabaseSync, run: number, filter: SpanFilter = {}): Span[] {
  const step = filter.step === undefined ? "" : "AND step = ?3";
  const since = filter.since === undefined ? "" : `AND (created >= ?4 OR started >= ?4
    OR finished >= ?4 OR EXISTS (SELECT 1 FROM attempts AS a WHERE a.run = ?1
      AND a.task = tasks.number AND a.finished >= ?4))`;
  const sql = `
    SELECT t.number AS task, t.step, t.status AS last, t.attempt AS current, t.created,
      t.started AS begun, t.finished AS ended, t.origin_run IS NOT NULL AS taken,
      a.attempt, a.status, a.started, a.finished
    FROM (SELECT * FROM tasks WHERE run = ?1 AND number > ?2 ${step} ${since}
      ORDER BY number LIMIT ?5) AS t
    LEFT JOIN attempts AS a ON a.run = ?1 AND a.task = t.number
    ORDER BY t.number, a.attempt`;
  const rows = statement(db, sql)
    .all(run, filter.after ?? 0, filter.step ?? null, filter.since ?? null, filter.limit ?? 1000);
  const spans: Span[] = [];
  rows.forEach((row, at) => {
    const { task, step, taken, created, current, last } = row as unknown as SpanRow;
    const before = spans.at(-1)?.task === task ? spans.at(-1)! : null;
    const common = { step, task, taken: taken === 1 };
    const { attempt, status, started, finished, begun, ended } = row as unknown as SpanRow;
    if (attempt !== null) {
      const queued = before?.finished ?? created;
      spans.push({ ...common, attempt, status, queued, started, finished });
      const isLast = rows[at + 1]?.task === task || attempt >= current && last !== "queued";
      if (isLast) return;
      // It is tried again, or waits for that.
      spans.push({
        ...common,
        attempt: attempt + 1,
        status: last,
        queued: finished ?? created,
        started: last === "running" ? begun : null,
        finished: null,
      });
    } else {
      const [started, finished] = [begun, ended];
      spans.push({ ...common, attempt: current, status: last, queued: created, started, finished });
    }
  });
  return spans;
}

interface SpanRow {
  task: number;
  step: string;
  last: TaskStatus;
  current: number;
  created: number;
  begun: number | null;
  ended: number | null;
  taken: 0 | 1;
  attempt: number | null;
  status: TaskStatus;
  started: number | null;
  finished: number | null;
}
