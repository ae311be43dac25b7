import type { SQLInputValue } from "node:sqlite";
import type { RunStatus } from "./rows.ts";
import { STEP_TAG } from "./tags.ts";

/** What runs can be sorted by. */
export type RunSort = "created" | "finished" | "duration" | "status";

/** Which runs. What is left out does not matter. */
export interface RunFilter {
  flow?: string;
  status?: RunStatus;
  /** All of them. */
  tags?: readonly string[];
  user?: string;
  /** `user.NAME`, `test.B` or `prod`, of flows with `@project`. */
  branch?: string;
  /** Created at or after, in milliseconds since 1970. */
  since?: number;
  /** Created before. */
  until?: number;
  /** Parameters by name, with the value as text or as JSON; all of them. */
  params?: readonly (readonly [name: string, value: string])[];
  /** Words that stand in its pathspec, its user, its parameters, its error or a tag; all of them. */
  words?: readonly string[];
  /** Without runs that ran one step of another run again, alone. */
  whole?: boolean;
  /**
   * Those that go on have not finished and come after all that have, their duration is so far, and
   * `lost` ones are with the running.
   *
   * @default {"created"}
   */
  sort?: RunSort;
  /**
   * From the least on; otherwise from the greatest.
   *
   * @default {false}
   */
  ascending?: boolean;
  /** Only runs that come after this place, in that order: the last of the page before. */
  after?: RunPlace;
  /**
   * At most so many.
   *
   * @default {100}
   */
  limit?: number;
}

/** Where in a list a run stands. */
export interface RunPlace {
  /** What it is sorted by. */
  key: number | string;
  id: number;
}

/** When a run ends that goes on. */
const NEVER = 2 ** 53;

const KEYS: Record<RunSort, string> = {
  created: "created",
  finished: `coalesce(finished, ${NEVER})`,
  duration: "coalesce(finished, heartbeat) - created",
  status: "status",
};

/** What a place says of its run; the columns of its row, but with its true status. */
interface Placed {
  id: number;
  status: RunStatus;
  created: number;
  finished: number | null;
  heartbeat: number;
}

/** Where `run` stands in a list that is sorted so. */
export function placeOfRun(run: Placed, sort: RunSort = "created"): RunPlace {
  const keys: Record<RunSort, number | string> = {
    created: run.created,
    finished: run.finished ?? NEVER,
    duration: (run.finished ?? run.heartbeat) - run.created,
    status: run.status === "lost" ? "running" : run.status,
  };
  return { key: keys[sort], id: run.id };
}

/** The question for a page of `SELECT *` of runs, and its values. */
export function runQuery(filter: RunFilter & { limit: number }): [string, SQLInputValue[]] {
  const where: string[] = [];
  const values: SQLInputValue[] = [];
  const add = (condition: string, ...given: SQLInputValue[]) => {
    where.push(condition);
    values.push(...given);
  };
  const key = KEYS[filter.sort ?? "created"];
  const order = filter.ascending ? "ASC" : "DESC";
  if (filter.flow !== undefined) add("flow = ?", filter.flow);
  if (filter.status !== undefined) {
    add("status = ?", filter.status === "lost" ? "running" : filter.status);
  }
  if (filter.user !== undefined) add("user = ?", filter.user);
  if (filter.branch !== undefined) add("json_extract(project, '$.branch') = ?", filter.branch);
  if (filter.since !== undefined) add("created >= ?", filter.since);
  if (filter.until !== undefined) add("created < ?", filter.until);
  if (filter.after) {
    add(`(${key}, id) ${filter.ascending ? ">" : "<"} (?, ?)`, filter.after.key, filter.after.id);
  }
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
  for (const [name, value] of filter.params ?? []) {
    add(
      `EXISTS (SELECT 1 FROM json_each(params) AS p WHERE p.key = ?
        AND (p.atom = ? OR params -> p.fullkey = ?))`,
      name,
      value,
      value,
    );
  }
  for (const word of filter.words ?? []) {
    const pattern = `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`;
    add(
      `(flow || '/' || number || ' ' || user || ' ' || params || ' ' || coalesce(error, '')
        LIKE ? ESCAPE '\\' OR EXISTS (
          SELECT 1 FROM tags WHERE tags.run = runs.id AND tag LIKE ? ESCAPE '\\'))`,
      pattern,
      pattern,
    );
  }
  const condition = where.length === 0 ? "" : `WHERE ${where.join(" AND ")}`;
  const by = `ORDER BY ${key} ${order}, id ${order}`;
  // Rows are long: what is sorted is their keys alone, unless an index has them in order already.
  const sql = key === "created"
    ? `SELECT * FROM runs ${condition} ${by} LIMIT ?`
    : `SELECT * FROM runs WHERE id IN (SELECT id FROM runs ${condition} ${by} LIMIT ?) ${by}`;
  return [sql, [...values, filter.limit]];
}
