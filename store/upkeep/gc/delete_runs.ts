import type { DatabaseSync } from "node:sqlite";
import { noteDeleted } from "../../metadata/changes.ts";
import { keepNumbers } from "../../metadata/numbers.ts";
import { dropSeals, sealPart } from "../../metadata/seals.ts";
import type { DoomedRun } from "./choose_runs.ts";

/**
 * Deletes runs, in a transaction that the caller has begun: from then on nobody finds them. Their
 * other rows are many and go later, by {@linkcode deleteRows}; if that is interrupted, at the next
 * `gc`.
 */
export function deleteRuns(db: DatabaseSync, doomed: readonly DoomedRun[]): void {
  for (const flow of new Set(doomed.map((run) => run.flow))) keepNumbers(db, flow);
  followOrigins(db);
  dropSeals(db, doomed.map(({ id }) => id));
  noteDeleted(db, doomed.map(({ id }) => id));
  const ids = JSON.stringify(doomed.map(({ id }) => id));
  for (const [table, column] of [["tags", "run"], ["runs", "id"]]) {
    db.prepare(`DELETE FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?))`).run(ids);
  }
}

/**
 * A task that was taken over twice points at the run in the middle, and only that knows where the
 * task ran. Where the middle goes, point at where it points.
 */
function followOrigins(db: DatabaseSync): void {
  const changed = db.prepare(`SELECT DISTINCT run FROM tasks
    WHERE origin_run IN (SELECT run FROM doomed) AND run NOT IN (SELECT run FROM doomed)`).all();
  const update = db.prepare(`
    UPDATE tasks SET origin_run = origin.origin_run FROM tasks AS origin
      WHERE tasks.origin_run IN (SELECT run FROM doomed) AND tasks.run NOT IN (SELECT run FROM doomed)
        AND origin.run = tasks.origin_run AND origin.number = tasks.number
        AND origin.origin_run IS NOT NULL`);
  while (Number(update.run().changes) > 0);
  for (const { run } of changed) sealPart(db, run as number, "origins");
}

/** Rows that one transaction deletes: others wait for their turn meanwhile. */
const CHUNK = 20_000;

/** Tables of what belongs to a run, with what tells its rows apart. */
const TABLES: readonly [table: string, key: string][] = [
  ["tasks", "number"],
  ["join_parents", "child, position"],
  ["artifacts", "task, name"],
  ["items", "task, position"],
  ["cards", "task, attempt, id"],
  ["attempts", "task, attempt"],
  ["logs", "task, attempt, seq"],
];

/** Runs that have rows in some table and are no runs any more. Their keys are not used again. */
export function deletedRuns(db: DatabaseSync): number[] {
  const found = new Set<number>();
  for (const [table] of TABLES) {
    // Hops from run to run over the index: the rows in between are not looked at.
    const sql = `
      WITH RECURSIVE hop (run) AS (
        SELECT min(run) FROM ${table}
        UNION ALL
        SELECT (SELECT min(run) FROM ${table} WHERE run > hop.run) FROM hop WHERE run IS NOT NULL
      )
      SELECT run FROM hop WHERE run IS NOT NULL AND run NOT IN (SELECT id FROM runs)`;
    for (const { run } of db.prepare(sql).all()) found.add(run as number);
  }
  return [...found];
}

/**
 * Deletes what belonged to deleted runs, a chunk at a time. What a task printed, and its attempts,
 * stay as long as a run is there that took the task over.
 */
export function deleteRows(db: DatabaseSync): void {
  db.exec(`
    CREATE TEMP TABLE needed (run INTEGER, task INTEGER, PRIMARY KEY (run, task))
      STRICT, WITHOUT ROWID;
    INSERT OR IGNORE INTO needed SELECT origin_run, number FROM tasks
      WHERE origin_run IS NOT NULL AND run IN (SELECT id FROM runs)`);
  const runs = deletedRuns(db);
  for (const [table, key] of TABLES) {
    const needed = table === "attempts" || table === "logs"
      ? `AND NOT EXISTS (SELECT 1 FROM needed
          WHERE needed.run = ${table}.run AND needed.task = ${table}.task)`
      : "";
    const columns = key.split(", ");
    const marks = columns.map(() => "?").join(", ");
    const bound = db.prepare(`SELECT ${key} FROM ${table}
      WHERE run = ? AND (${key}) >= (${marks}) ORDER BY ${key} LIMIT 1 OFFSET ${CHUNK}`);
    const part = db.prepare(`DELETE FROM ${table}
      WHERE run = ? AND (${key}) >= (${marks}) AND (${key}) < (${marks}) ${needed}`);
    const rest = db.prepare(`DELETE FROM ${table}
      WHERE run = ? AND (${key}) >= (${marks}) ${needed}`);
    for (const run of runs) {
      // Names are texts, which come after all numbers: -1 is before every key.
      let from: (string | number)[] = columns.map(() => -1);
      for (let next; (next = bound.get(run, ...from)) !== undefined;) {
        const to = Object.values(next) as (string | number)[];
        part.run(run, ...from, ...to);
        from = to;
      }
      rest.run(run, ...from);
    }
  }
}
