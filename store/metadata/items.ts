import type { DatabaseSync } from "node:sqlite";
import type { Page } from "./lineage.ts";
import { type ArtifactRef, refOfRow } from "./rows.ts";
import { statement } from "./statement.ts";

/** An item of a foreach. */
export interface ItemRecord extends ArtifactRef {
  position: number;
}

/**
 * The items of the foreach that `task` split into, in order.
 *
 * @param page By position, the first at 0.
 */
export function itemsOf(
  db: DatabaseSync,
  run: number,
  task: number,
  page: Page = {},
): ItemRecord[] {
  const sql = `SELECT position, digest, kind, size, data FROM items
    WHERE run = ? AND task = ? AND position > ? ORDER BY position LIMIT ?`;
  return statement(db, sql).all(run, task, page.after ?? -1, page.limit ?? 1000)
    .map((row) => ({ position: row.position as number, ...refOfRow(row) }));
}
