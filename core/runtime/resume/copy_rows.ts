import type { DatabaseSync } from "node:sqlite";
import { FlowError } from "../../../store/error.ts";
import { runById } from "../../../store/metadata/runs.ts";
import type { FinishedTask } from "./finished_tasks.ts";

/**
 * Gives a run the finished tasks of another as its own, under the same numbers: what they left is
 * the same objects, and nothing is loaded. Part of a transaction.
 *
 * @param from The origin run's row id.
 * @param to The new run's.
 */
export function copyRows(
  db: DatabaseSync,
  from: number,
  to: number,
  tasks: readonly FinishedTask[],
): void {
  if (runById(db, from) === undefined) {
    throw new FlowError("run-missing", "The origin run has just been removed", {
      hint: "`flow runs` lists the runs that there are.",
    });
  }
  db.exec("CREATE TEMP TABLE IF NOT EXISTS taken (number INTEGER PRIMARY KEY) STRICT");
  db.exec("DELETE FROM taken");
  db.prepare("INSERT INTO taken SELECT value FROM json_each(?)")
    .run(JSON.stringify(tasks.map((task) => task.number)));
  db.prepare(`
    INSERT INTO tasks (run, number, step, status, attempt, parent, joined, split, split_index,
      created, started, finished, next, origin_run)
    SELECT ?1, number, step, status, attempt, parent, joined, split, split_index,
      created, started, finished, next, ?2
    FROM tasks WHERE run = ?2 AND number IN taken`).run(to, from);
  db.prepare(`
    INSERT INTO join_parents (run, child, position, parent)
    SELECT ?1, child, position, parent FROM join_parents WHERE run = ?2 AND child IN taken`)
    .run(to, from);
  db.prepare(`
    INSERT INTO artifacts (run, task, name, digest, kind, size, data)
    SELECT ?1, task, name, digest, kind, size, data FROM artifacts WHERE run = ?2 AND task IN taken`)
    .run(to, from);
  db.prepare(`
    INSERT INTO items (run, task, position, digest, kind, size, data)
    SELECT ?1, task, position, digest, kind, size, data FROM items WHERE run = ?2 AND task IN taken`)
    .run(to, from);
  db.prepare(`
    INSERT INTO cards (run, task, attempt, id, position, type, revision, time, digest, kind, size,
      data)
    SELECT ?1, task, attempt, id, position, type, revision, time, digest, kind, size, data
    FROM cards WHERE run = ?2 AND task IN taken`)
    .run(to, from);
  db.exec("DELETE FROM taken");
}
