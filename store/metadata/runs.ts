import type { DatabaseSync } from "node:sqlite";
import { trueStatus } from "./liveness.ts";
import type { RunStatus } from "./rows.ts";
import { placeOfRun, type RunFilter, runQuery } from "./run_filter.ts";
import { statement } from "./statement.ts";

export type { RunFilter };

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

/** Runs that pass `filter`, the newest first unless it says otherwise. */
export function listRuns(db: DatabaseSync, filter: RunFilter = {}): RunRecord[] {
  const limit = filter.limit ?? 100;
  const found: RunRecord[] = [];
  let { after } = filter;
  // Which runs are lost shows only after they are read, so a page may take several.
  while (found.length < limit) {
    const [sql, values] = runQuery({ ...filter, ...(after ? { after } : {}), limit });
    const page = statement(db, sql).all(...values).map(toRun);
    for (const run of page) {
      if (filter.status === undefined || run.status === filter.status) found.push(run);
      if (found.length === limit) break;
    }
    if (page.length < limit) break;
    after = placeOfRun(page.at(-1)!, filter.sort);
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
