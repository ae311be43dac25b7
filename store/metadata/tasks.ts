import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { Taken, TaskStatus } from "./rows.ts";
import { statement } from "./statement.ts";

/** A task as the database has it. Times are milliseconds since 1970. */
export interface TaskRecord {
  /** The key of its run. */
  run: number;
  number: number;
  step: string;
  status: TaskStatus;
  /** The current attempt, 1 at the first. */
  attempt: number;
  /** The only parent; null for the first task and for joins. */
  parent: number | null;
  joined: boolean;
  /** The task whose branch or foreach this one is inside of, and which of its splits. */
  split: number | null;
  splitIndex: number | null;
  created: number;
  started: number | null;
  finished: number | null;
  next: Taken | null;
  /** The key of the run that this task was taken over from. */
  originRun: number | null;
}

/** How many tasks are in each status. */
export type TaskCounts = Record<TaskStatus, number>;

/** A step that has tasks, in the order in which the steps were reached. */
export interface StepRecord {
  step: string;
  /** When the first attempt began and the last ended so far, in milliseconds since 1970. */
  started: number | null;
  finished: number | null;
  tasks: TaskCounts;
}

/** The task of that number; 0 is no task. */
export function findTask(db: DatabaseSync, run: number, number: number): TaskRecord | undefined {
  const row = statement(db, "SELECT * FROM tasks WHERE run = ? AND number = ?").get(run, number);
  return row && toTask(row);
}

/** What tasks can be sorted by. */
export type TaskSort = "number" | "started" | "duration";

/** What {@linkcode listTasks} lists. */
export interface TaskFilter {
  step?: string;
  status?: TaskStatus;
  /** Only tasks with a higher number: that of the last of the page before. */
  after?: number;
  /**
   * What has not started, or has not ended, has none of it and comes last.
   *
   * @default {"number"}
   */
  sort?: TaskSort;
  /**
   * From the greatest on; otherwise from the least.
   *
   * @default {false}
   */
  descending?: boolean;
  /** Only tasks that come after this place, in that order: the last of the page before. */
  place?: TaskPlace;
  /**
   * At most so many.
   *
   * @default {1000}
   */
  limit?: number;
}

/** Where in a list a task stands. */
export interface TaskPlace {
  /** What it is sorted by; null where it has none. */
  key: number | null;
  number: number;
}

const KEYS: Record<TaskSort, string> = {
  number: "number",
  started: "started",
  duration: "finished - started",
};

/** Where `task` stands in a list that is sorted so. */
export function placeOfTask(task: TaskRecord, sort: TaskSort = "number"): TaskPlace {
  const { number, started, finished } = task;
  const keys: Record<TaskSort, number | null> = {
    number,
    started,
    duration: finished === null || started === null ? null : finished - started,
  };
  return { key: keys[sort], number };
}

/** Tasks of a run, by number unless it says otherwise. */
export function listTasks(db: DatabaseSync, run: number, filter: TaskFilter = {}): TaskRecord[] {
  const { place, step, status } = filter;
  const key = KEYS[filter.sort ?? "number"];
  const [order, beyond] = filter.descending ? ["DESC", "<"] : ["ASC", ">"];
  const where = ["run = ? AND number > ?"];
  const values: SQLInputValue[] = [run, filter.after ?? 0];
  if (step !== undefined) where.push("step = ?");
  if (status !== undefined) where.push("status = ?");
  values.push(...[step, status].filter((value) => value !== undefined));
  if (place !== undefined) {
    where.push(
      place.key === null
        ? `${key} IS NULL AND number ${beyond} ?`
        : `((${key}, number) ${beyond} (?, ?) OR ${key} IS NULL)`,
    );
    values.push(...place.key === null ? [place.number] : [place.key, place.number]);
  }
  const sql = `SELECT * FROM tasks WHERE ${where.join(" AND ")}
    ORDER BY ${key} ${order} NULLS LAST, number ${order} LIMIT ?`;
  return statement(db, sql).all(...values, filter.limit ?? 1000).map(toTask);
}

/** The steps that the run has reached, with their tasks counted: one pass over the run. */
export function listSteps(db: DatabaseSync, run: number): StepRecord[] {
  const sql = `SELECT step, status, count(*) AS n, min(number) AS first,
    min(started) AS started, max(finished) AS finished
    FROM tasks WHERE run = ? GROUP BY step, status ORDER BY first`;
  const steps = new Map<string, StepRecord>();
  for (const row of statement(db, sql).all(run)) {
    const name = row.step as string;
    let step = steps.get(name);
    if (step === undefined) {
      step = { step: name, started: null, finished: null, tasks: noTasks() };
      steps.set(name, step);
    }
    step.tasks[row.status as TaskStatus] = Number(row.n);
    step.started = edge(Math.min, step.started, row.started as number | null);
    step.finished = edge(Math.max, step.finished, row.finished as number | null);
  }
  return [...steps.values()];
}

/** How many tasks of a run are in each status. */
export function countTasks(db: DatabaseSync, run: number): TaskCounts {
  return countTasksOf(db, [run]).get(run)!;
}

/** How many tasks of each of these runs are in each status. */
export function countTasksOf(db: DatabaseSync, runs: readonly number[]): Map<number, TaskCounts> {
  const sql = `SELECT run, status, count(*) AS n FROM json_each(?) AS j
    CROSS JOIN tasks ON run = j.value GROUP BY run, status`;
  const counts = new Map(runs.map((run) => [run, noTasks()]));
  for (const { run, status, n } of statement(db, sql).all(JSON.stringify(runs))) {
    counts.get(run as number)![status as TaskStatus] = Number(n);
  }
  return counts;
}

/** The task that ended the run, if one has. */
export function endTask(db: DatabaseSync, run: number): TaskRecord | undefined {
  const sql = `SELECT * FROM tasks WHERE run = ? AND json_extract(next, '$.kind') = 'end'
    ORDER BY number DESC LIMIT 1`;
  const row = statement(db, sql).get(run);
  return row && toTask(row);
}

function noTasks(): TaskCounts {
  return { queued: 0, running: 0, succeeded: 0, caught: 0, failed: 0, cancelled: 0 };
}

function edge(pick: typeof Math.min, a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : pick(a, b);
}

// deno-lint-ignore no-explicit-any -- the columns of a STRICT table
export function toTask(row: Record<string, any>): TaskRecord {
  return {
    run: row.run,
    number: row.number,
    step: row.step,
    status: row.status,
    attempt: row.attempt,
    parent: row.parent,
    joined: row.joined === 1,
    split: row.split,
    splitIndex: row.split_index,
    created: row.created,
    started: row.started,
    finished: row.finished,
    next: row.next === null ? null : JSON.parse(row.next),
    originRun: row.origin_run,
  };
}
