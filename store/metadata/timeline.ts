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

/** A row of `tasks` as a list: an object each would take as long as all the rest. */
type TaskRow = [
  task: number,
  step: string,
  status: TaskStatus,
  attempt: number,
  created: number,
  started: number | null,
  finished: number | null,
  taken: 0 | 1,
];

/** A row of `attempts`. */
interface AttemptRow {
  task: number;
  attempt: number;
  status: TaskStatus;
  started: number;
  finished: number | null;
}

/**
 * The attempts of the tasks of a run, by number; one that waits to be tried again has an attempt that
 * has not started. Of a task that was taken over only what its row says.
 */
export function listSpans(db: DatabaseSync, run: number, filter: SpanFilter = {}): Span[] {
  const tasks = tasksOf(db, run, filter);
  const attempts = attemptsOf(db, run, tasks);
  const spans: Span[] = [];
  for (const [task, step, status, attempt, created, started, finished, taken] of tasks) {
    const common = { step, task, taken: taken === 1 };
    const known = attempts.get(task);
    if (known === undefined) {
      spans.push({ ...common, attempt, status, queued: created, started, finished });
      continue;
    }
    let queued = created;
    for (const one of known) {
      const { attempt, status, started, finished } = one;
      spans.push({ ...common, attempt, status, queued, started, finished });
      queued = finished ?? queued;
    }
    const last = known.at(-1)!.attempt;
    if (last >= attempt && status !== "queued") continue;
    // It is tried again, or waits for that.
    const begun = status === "running" ? started : null;
    spans.push({ ...common, attempt: last + 1, status, queued, started: begun, finished: null });
  }
  return spans;
}

function tasksOf(db: DatabaseSync, run: number, filter: SpanFilter): TaskRow[] {
  const step = filter.step === undefined ? "" : "AND step = ?3";
  // The row of a task has the times of its last attempt, also where that is to be followed by another.
  const since = filter.since === undefined
    ? ""
    : "AND (created >= ?4 OR started >= ?4 OR finished >= ?4)";
  const select = statement(
    db,
    `SELECT number, step, status, attempt, created, started, finished, origin_run IS NOT NULL
    FROM tasks WHERE run = ?1 AND number > ?2 ${step} ${since} ORDER BY number LIMIT ?5`,
  );
  // Deno has it, but not in its types.
  (select as unknown as { setReturnArrays(on: boolean): void }).setReturnArrays(true);
  const { after = 0, limit = 1000 } = filter;
  return select.all(
    run,
    after,
    filter.step ?? null,
    filter.since ?? null,
    limit,
  ) as unknown as TaskRow[];
}

function attemptsOf(
  db: DatabaseSync,
  run: number,
  tasks: readonly TaskRow[],
): Map<number, AttemptRow[]> {
  const found = new Map<number, AttemptRow[]>();
  if (tasks.length === 0) return found;
  const [first, last] = [tasks[0]![0], tasks.at(-1)![0]];
  const columns = "a.task, a.attempt, a.status, a.started, a.finished";
  // Of a few tasks one by one, of most of them all that lie between the first and the last.
  const rows = tasks.length > (last - first) / 4
    ? statement(
      db,
      `SELECT ${columns} FROM attempts AS a WHERE run = ? AND task BETWEEN ? AND ?
      ORDER BY task, attempt`,
    ).all(run, first, last)
    : statement(
      db,
      `SELECT ${columns} FROM json_each(?2) AS j CROSS JOIN attempts AS a
      ON a.run = ?1 AND a.task = j.value ORDER BY a.task, a.attempt`,
    ).all(run, JSON.stringify(tasks.map(([task]) => task)));
  for (const row of rows as unknown as AttemptRow[]) {
    const of = found.get(row.task);
    if (of === undefined) found.set(row.task, [row]);
    else of.push(row);
  }
  return found;
}
