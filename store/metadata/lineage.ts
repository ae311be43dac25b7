import type { DatabaseSync } from "node:sqlite";
import { statement } from "./statement.ts";
import { findTask, type TaskRecord, toTask } from "./tasks.ts";

/** Part of a long list. */
export interface Page {
  /** Only what comes after this: the position or number that the page before ended with. */
  after?: number;
  /**
   * At most so many.
   *
   * @default {1000}
   */
  limit?: number;
}

/**
 * The tasks whose results `task` began with: one, or for a join its inputs in split order.
 *
 * @param page By position in that order, the first at 0.
 */
export function parentsOf(db: DatabaseSync, task: TaskRecord, page: Page = {}): TaskRecord[] {
  const after = page.after ?? -1;
  if (task.parent !== null) {
    const parent = after < 0 ? findTask(db, task.run, task.parent) : undefined;
    return parent ? [parent] : [];
  }
  const sql = `SELECT tasks.* FROM join_parents AS j
    CROSS JOIN tasks ON tasks.run = j.run AND tasks.number = j.parent
    WHERE j.run = ? AND j.child = ? AND j.position > ? ORDER BY j.position LIMIT ?`;
  return statement(db, sql).all(task.run, task.number, after, page.limit ?? 1000).map(toTask);
}

/** The tasks that began with the results of `task`, by number. */
export function childrenOf(db: DatabaseSync, task: TaskRecord, page: Page = {}): TaskRecord[] {
  const sql = `
    SELECT tasks.* FROM (
      SELECT number FROM tasks WHERE run = ?1 AND parent = ?2 AND number > ?3
      UNION SELECT child FROM join_parents WHERE run = ?1 AND parent = ?2 AND child > ?3
      ORDER BY 1 LIMIT ?4
    ) AS child CROSS JOIN tasks ON tasks.run = ?1 AND tasks.number = child.number`;
  return statement(db, sql)
    .all(task.run, task.number, page.after ?? 0, page.limit ?? 1000)
    .map(toTask);
}

/** One level of foreach that a task is inside of. */
export interface FrameRecord {
  /** The number of the task that split; its items are kept under it. */
  task: number;
  /** The step of that task. */
  step: string;
  index: number;
  size: number;
}

/** Where in its foreach levels `task` is, outermost first. Branches do not count. */
export function framesOf(db: DatabaseSync, task: TaskRecord): FrameRecord[] {
  const frames: FrameRecord[] = [];
  let inner = task;
  while (inner.split !== null) {
    const outer = findTask(db, task.run, inner.split);
    if (outer === undefined || outer.number >= inner.number) break;
    if (outer.next?.kind === "foreach") {
      const { number, step, next } = outer;
      frames.push({ task: number, step, index: inner.splitIndex ?? 0, size: next.size ?? 0 });
    }
    inner = outer;
  }
  return frames.reverse();
}
