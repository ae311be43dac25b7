import type { DatabaseSync } from "node:sqlite";
import { statement } from "./statement.ts";

/**
 * The run under which the attempts or logs of a task are kept. A resumed run has rows of its own
 * for the tasks that it takes over, but not for what they printed: that stays with the run in which
 * they ran. It may be gone as a run and still have these rows (see `store/upkeep/`).
 *
 * @returns The key of a run.
 */
export function originOf(
  db: DatabaseSync,
  run: number,
  task: number,
  table: "attempts" | "logs",
): number {
  const own = statement(db, `SELECT 1 FROM ${table} WHERE run = ? AND task = ? LIMIT 1`);
  const link = statement(db, "SELECT origin_run FROM tasks WHERE run = ? AND number = ?");
  for (let at = run;;) {
    if (own.get(at, task) !== undefined) return at;
    const origin = link.get(at, task)?.origin_run as number | null | undefined;
    // Origins are always older, so this ends whatever a damaged database says.
    if (origin == null || origin >= at) return at;
    at = origin;
  }
}
