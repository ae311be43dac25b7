import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { trueStatus } from "./liveness.ts";
import type { RunStatus } from "./rows.ts";
import { statement } from "./statement.ts";
import { STEP_TAG } from "./tags.ts";

/** A run as the database has it, with its true status. Times are milliseconds since 1970. */
export interface RunRecord {
  /** Its key in the database; people know it by `flow` and `number`. */
  id: number;
  flow: string;
  number: number;
  status: RunStatus;
  created: number;
  finished: number | null;
  heartbeat: number;
  pid: number;
  host: string;
  user: string;
  /** The key of the run that it took results from. */
  originRun: number | null;
  params: Record<string, unknown>;
  /** Digests of the graph, and of the code package's manifest. */
  graph: string;
  code: string;
  file: string;
  class: string;
  project: { name: string; branch: string; production: boolean } | null;
  /** What failed, as the scheduler wrote it. */
  error: unknown;
}

/** Which runs. What is left out does not matter. */
export interface RunFilter {
  flow?: string;
  status?: RunStatus;
  /** All of them. */
  tags?: string[];
  user?: string;
  /** `user.NAME`, `test.B` or `prod`, of flows with `@project`. */
  branch?: string;
  /** Created at or after, in milliseconds since 1970. */
  since?: number;
  /** Without runs that ran one step of another run again, alone. */
  whole?: boolean;
  /** Only runs older than this one: the last of the page before. */
  before?: { created: number; id: number };
  /**
   * At most so many.
   *
   * @default {100}
   */
  limit?: number;
}

/** A flow that has runs. */
export interface FlowRecord {
  flow: string;
  runs: number;
  /** When its newest run was created, in milliseconds since 1970. */
  latest: number;
}

/** All flows by name. */
export function listFlows(db: DatabaseSync): FlowRecord[] {
  const sql = "SELECT flow, count(*) AS runs, max(created) AS latest FROM runs GROUP BY flow";
  return statement(db, sql).all() as unknown as FlowRecord[];
}

/** Runs that pass `filter`, newest first. */
export function listRuns(db: DatabaseSync, filter: RunFilter = {}): RunRecord[] {
  const limit = filter.limit ?? 100;
  const found: RunRecord[] = [];
  let { before } = filter;
  // Which runs are lost shows only after they are read, so a page may take several.
  while (found.length < limit) {
    const page = readPage(db, { ...filter, ...(before ? { before } : {}), limit });
    for (const run of page) {
      if (filter.status === undefined || run.status === filter.status) found.push(run);
      if (found.length === limit) break;
    }
    if (page.length < limit) break;
    before = page.at(-1)!;
  }
  return found;
}

/** The run of that number, or the newest of the flow that is more than one step run again. */
export function findRun(
  db: DatabaseSync,
  flow: string,
  number: number | "latest",
): RunRecord | undefined {
  if (number === "latest") return listRuns(db, { flow, whole: true, limit: 1 })[0];
  const row = statement(db, "SELECT * FROM runs WHERE flow = ? AND number = ?").get(flow, number);
  return row && toRun(row);
}

/** The run with that key. */
export function runById(db: DatabaseSync, id: number): RunRecord | undefined {
  const row = statement(db, "SELECT * FROM runs WHERE id = ?").get(id);
  return row && toRun(row);
}

function readPage(db: DatabaseSync, filter: RunFilter & { limit: number }): RunRecord[] {
  const where: string[] = [];
  const values: SQLInputValue[] = [];
  const add = (condition: string, ...given: SQLInputValue[]) => {
    where.push(condition);
    values.push(...given);
  };
  if (filter.flow !== undefined) add("flow = ?", filter.flow);
  if (filter.status !== undefined) {
    add("status = ?", filter.status === "lost" ? "running" : filter.status);
  }
  if (filter.user !== undefined) add("user = ?", filter.user);
  if (filter.branch !== undefined) add("json_extract(project, '$.branch') = ?", filter.branch);
  if (filter.since !== undefined) add("created >= ?", filter.since);
  if (filter.before) add("(created, id) < (?, ?)", filter.before.created, filter.before.id);
  if (filter.whole) {
    add(
      `NOT EXISTS (SELECT 1 FROM tags WHERE tags.run = runs.id AND system = 1
        AND tag >= ? AND tag < ?)`,
      STEP_TAG,
      `${STEP_TAG}\u{10ffff}`,
    );
  }
  for (const tag of filter.tags ?? []) {
    add("EXISTS (SELECT 1 FROM tags WHERE tags.run = runs.id AND tag = ?)", tag);
  }
  const condition = where.length === 0 ? "" : `WHERE ${where.join(" AND ")}`;
  const sql = `SELECT * FROM runs ${condition} ORDER BY created DESC, id DESC LIMIT ?`;
  return statement(db, sql).all(...values, filter.limit).map(toRun);
}

// deno-lint-ignore no-explicit-any -- the columns of a STRICT table
function toRun(row: Record<string, any>): RunRecord {
  return {
    id: row.id,
    flow: row.flow,
    number: row.number,
    status: trueStatus(row as RunRecord),
    created: row.created,
    finished: row.finished,
    heartbeat: row.heartbeat,
    pid: row.pid,
    host: row.host,
    user: row.user,
    originRun: row.origin_run,
    params: JSON.parse(row.params),
    graph: row.graph,
    code: row.code,
    file: row.file,
    class: row.class,
    project: row.project === null ? null : JSON.parse(row.project),
    error: row.error === null ? null : JSON.parse(row.error),
  };
}
