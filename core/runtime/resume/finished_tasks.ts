import type { DatabaseSync } from "node:sqlite";
import type { Taken } from "../../../store/metadata/rows.ts";
import { statement } from "../../../store/metadata/statement.ts";

/** What a resumed run needs to know of a task that has ended. */
export interface FinishedTask {
  number: number;
  step: string;
  parent: number | null;
  joined: boolean;
  split: number | null;
  splitIndex: number;
  next: Taken;
  caught: boolean;
}

/** The tasks of a run that have ended well, by number: parents come before their children. */
export function finishedTasks(db: DatabaseSync, run: number): FinishedTask[] {
  const sql = `SELECT number, step, status, parent, joined, split, split_index, next FROM tasks
    WHERE run = ? AND status IN ('succeeded', 'caught') ORDER BY number`;
  return statement(db, sql).all(run).map((row) => ({
    number: row.number as number,
    step: row.step as string,
    parent: row.parent as number | null,
    joined: row.joined === 1,
    split: row.split as number | null,
    splitIndex: (row.split_index ?? 0) as number,
    next: JSON.parse(row.next as string),
    caught: row.status === "caught",
  }));
}

/** The parents of a run's joins, by the join's number. */
export function joinParents(db: DatabaseSync, run: number): Map<number, number[]> {
  const sql = "SELECT child, parent FROM join_parents WHERE run = ? ORDER BY child, position";
  const parents = new Map<number, number[]>();
  for (const row of statement(db, sql).iterate(run)) {
    const child = row.child as number;
    const known = parents.get(child);
    if (known === undefined) parents.set(child, [row.parent as number]);
    else known.push(row.parent as number);
  }
  return parents;
}

/** Without the tasks of a step and all that came of them. */
export function withoutStep(
  tasks: readonly FinishedTask[],
  parents: ReadonlyMap<number, number[]>,
  step: string,
): FinishedTask[] {
  const kept = new Set<number>();
  return tasks.filter((task) => {
    const from = task.joined ? parents.get(task.number) ?? [] : [task.parent];
    const stays = task.step !== step && from.every((one) => one === null || kept.has(one));
    if (stays) kept.add(task.number);
    return stays;
  });
}

/** The tasks that a task came of. */
export function ancestorsOf(
  tasks: readonly FinishedTask[],
  parents: ReadonlyMap<number, number[]>,
  number: number,
  parent: number | null,
): FinishedTask[] {
  const wanted = new Set<number>(parents.get(number) ?? (parent === null ? [] : [parent]));
  const found: FinishedTask[] = [];
  for (const task of tasks.toReversed()) {
    if (!wanted.has(task.number)) continue;
    found.push(task);
    for (const one of task.joined ? parents.get(task.number) ?? [] : [task.parent]) {
      if (one !== null) wanted.add(one);
    }
  }
  return found.reverse();
}
