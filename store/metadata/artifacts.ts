import type { DatabaseSync } from "node:sqlite";
import { type ArtifactRef, refOfRow } from "./rows.ts";
import { statement } from "./statement.ts";

/** An artifact that a task sees. */
export interface ArtifactRecord extends ArtifactRef {
  name: string;
  /** The number of the task that set it; 0 for parameters, configs, files and constants. */
  task: number;
}

/**
 * From a task back over its only parents, to the first task or to a join (which begins with
 * nothing). Whoever set a name first on this way is whose value is seen. Parents have lower
 * numbers; asking for it ends the way in a damaged database too.
 */
const CHAIN = `WITH RECURSIVE chain (number, parent, joined, depth) AS (
    SELECT number, parent, joined, 0 FROM tasks WHERE run = ?1 AND number = ?2
    UNION ALL
    SELECT t.number, t.parent, t.joined, chain.depth + 1 FROM chain
      CROSS JOIN tasks AS t ON t.run = ?1 AND t.number = chain.parent
      WHERE chain.joined = 0 AND t.number < chain.number
  )`;

/**
 * What a task sees at its end: what it set, what it inherits, and what holds in the whole run.
 *
 * @param task Its number; 0 for what holds in the whole run.
 * @returns By name.
 */
export function visibleArtifacts(db: DatabaseSync, run: number, task: number): ArtifactRecord[] {
  // min() makes SQLite take the other columns from the row with the smallest depth.
  const sql = `${CHAIN}, seen AS (
      SELECT number, depth FROM chain UNION ALL SELECT 0, 1 << 40
    )
    SELECT name, digest, kind, size, data, task, min(depth) AS depth
      FROM seen CROSS JOIN artifacts ON run = ?1 AND task = seen.number
      GROUP BY name ORDER BY name`;
  return statement(db, sql).all(run, task).map(toArtifact).filter((found) => found.digest !== "");
}

/** The artifact `name` as a task sees it at its end. */
export function visibleArtifact(
  db: DatabaseSync,
  run: number,
  task: number,
  name: string,
): ArtifactRecord | undefined {
  // The chain is made as it is asked for, nearest first: it goes no further than the setter.
  const sql = `${CHAIN}
    SELECT name, digest, kind, size, data, task
      FROM chain CROSS JOIN artifacts ON run = ?1 AND task = chain.number AND name = ?3
      LIMIT 1`;
  const row = statement(db, sql).get(run, task, name) ??
    statement(
      db,
      "SELECT * FROM artifacts WHERE run = ? AND task = 0 AND name = ?",
    ).get(run, name);
  return row === undefined || row.digest === "" ? undefined : toArtifact(row);
}

/** What a task itself set, merged or took over, by name. */
export function ownArtifacts(db: DatabaseSync, run: number, task: number): ArtifactRecord[] {
  const sql = "SELECT * FROM artifacts WHERE run = ? AND task = ? AND digest <> '' ORDER BY name";
  return statement(db, sql).all(run, task).map(toArtifact);
}

function toArtifact(row: Record<string, unknown>): ArtifactRecord {
  const { name, task } = row as unknown as ArtifactRecord;
  return { name, task, ...refOfRow(row) };
}
