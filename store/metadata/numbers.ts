import type { DatabaseSync } from "node:sqlite";
import { sealMeta } from "./seals.ts";
import { statement } from "./statement.ts";

/**
 * The number for the next run of `flow`: one more than any run of it ever had, deleted ones
 * included, so that a pathspec never comes to mean another run. Call it in the transaction that
 * adds the run.
 */
export function nextRunNumber(db: DatabaseSync, flow: string): number {
  const sql = "SELECT max(number) AS last FROM runs WHERE flow = ?";
  const last = Number(statement(db, sql).get(flow)!.last ?? 0);
  return Math.max(last, deletedUpTo(db, flow)) + 1;
}

/** Notes, before runs of `flow` are deleted, which numbers are used up. */
export function keepNumbers(db: DatabaseSync, flow: string): void {
  const last = nextRunNumber(db, flow) - 1;
  statement(db, "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)").run(key(flow), `${last}`);
  sealMeta(db);
}

function deletedUpTo(db: DatabaseSync, flow: string): number {
  return Number(statement(db, "SELECT value FROM meta WHERE key = ?").get(key(flow))?.value ?? 0);
}

function key(flow: string): string {
  return `last-run:${flow}`;
}
