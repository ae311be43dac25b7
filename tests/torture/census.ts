/**
 * What a run has left, by places in the flow instead of numbers, so that two runs can be compared.
 *
 * @module
 */

import assert from "node:assert/strict";
import type { DatabaseSync } from "node:sqlite";
import { ownArtifacts } from "../../store/metadata/artifacts.ts";
import { attemptsOf } from "../../store/metadata/attempts.ts";
import { itemsOf } from "../../store/metadata/items.ts";
import { framesOf, parentsOf } from "../../store/metadata/lineage.ts";
import type { ArtifactRef } from "../../store/metadata/rows.ts";
import { listTasks, type TaskRecord } from "../../store/metadata/tasks.ts";
import type { ObjectStore } from "../../store/objects/object_store.ts";

/** What each finished task of the flow in `flows/tortured.ts` itself sets. */
export const SETS: Readonly<Record<string, readonly string[]>> = {
  start: ["block"],
  score: ["block", "rows", "sum"],
  gather: ["sum", "text"],
  left: ["side"],
  right: ["failure", "side"],
  meet: ["side", "sum", "text", "turned", "turns"],
  turn: ["turned", "turns"],
  program: ["block"],
  end: ["result"],
};

const DONE: readonly string[] = ["succeeded", "caught"];

export function isDone(task: TaskRecord): boolean {
  return DONE.includes(task.status);
}

/** Place in the flow → what the task there has left: the same for every whole run. */
export function census(db: DatabaseSync, run: number): Map<string, string> {
  const places = new Map<string, string>();
  const turns = new Map<string, number>();
  const general = ownArtifacts(db, run, 0).map(told);
  places.set("the run", general.join("\n"));
  for (const task of listTasks(db, run)) {
    const where = [task.step, ...framesOf(db, task).map(({ index }) => index)].join(".");
    const turn = (turns.get(where) ?? 0) + 1;
    turns.set(where, turn);
    const values = ownArtifacts(db, run, task.number).map(told);
    const items = itemsOf(db, run, task.number).map(told);
    const next = JSON.stringify(task.next);
    places.set(`${where}#${turn}`, [task.status, next, ...values, ...items].join("\n"));
  }
  return places;
}

function told(ref: ArtifactRef & { name?: string; position?: number }): string {
  return `${ref.name ?? ref.position}: ${ref.kind} ${ref.size} ${ref.digest}`;
}

/**
 * Whether a task with `@catchError` was killed, for good: as it should, it leaves nothing but that
 * failure, and the run goes on.
 */
export function wasCaughtKilled(db: DatabaseSync, { run, number, status }: TaskRecord): boolean {
  return status === "caught" && attemptsOf(db, run, number).at(-1)!.error!.type !== "error";
}

/**
 * Asserts that a finished task is there as a whole: its transition, what it set, the items of its
 * foreach, each readable and of the right digest, and that all it came of is finished too.
 */
export function assertWhole(db: DatabaseSync, objects: ObjectStore, task: TaskRecord): void {
  const what = `task ${task.number} (${task.step}) of run ${task.run}`;
  assert.ok(isDone(task), `${what} is finished`);
  assert.ok(task.next !== null && task.finished !== null, `${what} has a transition and an end`);
  const own = ownArtifacts(db, task.run, task.number);
  const sets = wasCaughtKilled(db, task) ? ["failure"] : SETS[task.step];
  assert.deepEqual(own.map(({ name }) => name), sets, `${what} has all its artifacts`);
  const items = itemsOf(db, task.run, task.number);
  const size = task.next.kind === "foreach" ? task.next.size : 0;
  assert.equal(items.length, size, `${what} has all its items`);
  for (const ref of [...own, ...items]) {
    const bytes = ref.data ?? objects.get(ref.digest);
    assert.equal(bytes.length, ref.size, `${what} has all bytes of ${ref.digest}`);
  }
  const parents = parentsOf(db, task);
  if (task.step !== "start") assert.ok(parents.length > 0, `${what} has parents`);
  for (const parent of parents) assert.ok(isDone(parent), `what ${what} came of is finished`);
}
