import assert from "node:assert/strict";
import { type RunFixture, StoreFixture } from "../../../tests/helpers/runs.ts";
import { copyRows } from "./copy_rows.ts";
import { ancestorsOf, finishedTasks, joinParents, withoutStep } from "./finished_tasks.ts";

/**
 * start → split (foreach of 2) → item → part → join → end, where the second part has failed.
 */
function broken(store: StoreFixture): RunFixture {
  const run = store.run({ status: "failed", params: { limit: 3 } });
  const start = run.task("start", { next: { kind: "linear", targets: ["split"] }, sets: { a: 1 } });
  const split = run.task("split", {
    parent: start,
    next: { kind: "foreach", targets: ["item"], size: 2 },
    items: ["x", "y"],
  });
  for (const splitIndex of [0, 1]) {
    const item = run.task("item", {
      parent: split,
      split,
      splitIndex,
      next: { kind: "linear", targets: ["part"] },
      sets: { b: splitIndex },
      status: splitIndex === 0 ? "caught" : "succeeded",
    });
    run.task("part", {
      parent: item,
      split,
      splitIndex,
      ...splitIndex === 0
        ? { next: { kind: "linear" as const, targets: ["join"] }, logs: [[1, "printed"]] }
        : { status: "failed" },
    });
  }
  return run;
}

const numbers = (tasks: readonly { number: number }[]) => tasks.map(({ number }) => number);

Deno.test("finishedTasks() gives the tasks that have ended well, parents first", () => {
  using store = new StoreFixture();
  const { id } = broken(store);
  const tasks = finishedTasks(store.db, id);
  assert.deepEqual(tasks.map(({ number, step, caught }) => [number, step, caught]), [
    [1, "start", false],
    [2, "split", false],
    [3, "item", true],
    [4, "part", false],
    [5, "item", false],
  ]);
  assert.deepEqual(tasks[4], {
    number: 5,
    step: "item",
    parent: 2,
    joined: false,
    split: 2,
    splitIndex: 1,
    next: { kind: "linear", targets: ["part"] },
    caught: false,
  });
});

Deno.test("joinParents() has the parents of joins in split order", () => {
  using store = new StoreFixture();
  const run = store.run();
  const parents = [run.task("a"), run.task("b"), run.task("c")];
  const join = run.task("join", { parent: [parents[2]!, parents[0]!, parents[1]!] });
  assert.deepEqual([...joinParents(store.db, run.id)], [[join, [3, 1, 2]]]);
});

Deno.test("withoutStep() leaves out a step and all that came of it, over joins as well", () => {
  using store = new StoreFixture();
  const run = store.run();
  const next = { kind: "linear" as const, targets: ["x"] };
  const start = run.task("start", { next });
  const a = run.task("a", { parent: start, next });
  const b = run.task("b", { parent: start, next });
  const join = run.task("join", { parent: [a, b], next });
  run.task("a", { parent: join, next });
  const tasks = finishedTasks(store.db, run.id);
  const parents = joinParents(store.db, run.id);
  assert.deepEqual(numbers(withoutStep(tasks, parents, "b")), [start, a]);
  assert.deepEqual(numbers(withoutStep(tasks, parents, "a")), [start, b]);
  assert.deepEqual(numbers(withoutStep(tasks, parents, "join")), [start, a, b]);
  assert.deepEqual(numbers(withoutStep(tasks, parents, "start")), []);
  assert.deepEqual(numbers(withoutStep(tasks, parents, "elsewhere")), numbers(tasks));
});

Deno.test("ancestorsOf() has what a task came of, and nothing else", () => {
  using store = new StoreFixture();
  const { id } = broken(store);
  const tasks = finishedTasks(store.db, id);
  assert.deepEqual(numbers(ancestorsOf(tasks, new Map(), 6, 5)), [1, 2, 5]);
  assert.deepEqual(numbers(ancestorsOf(tasks, new Map(), 1, null)), []);
  // A join that came of both items.
  assert.deepEqual(numbers(ancestorsOf(tasks, new Map([[7, [3, 5]]]), 7, null)), [1, 2, 3, 5]);
});

Deno.test("copyRows() gives a run the tasks, artifacts and items of another, under their numbers", () => {
  using store = new StoreFixture();
  const { db } = store;
  const { id } = broken(store);
  const resumed = store.run({ originRun: id });
  const tasks = finishedTasks(db, id);
  copyRows(db, id, resumed.id, tasks);
  assert.deepEqual(finishedTasks(db, resumed.id), tasks);
  const count = (table: string) =>
    db.prepare(`SELECT count(*) AS n FROM ${table} WHERE run = ?`).get(resumed.id)!.n;
  assert.deepEqual([count("items"), count("artifacts"), count("logs")], [2, 3, 0]);
  const origins = db.prepare("SELECT DISTINCT origin_run AS id FROM tasks WHERE run = ?");
  assert.deepEqual(origins.all(resumed.id).map((row) => row.id), [id]);
  // Once more, from there: the origin of a task is the run that it was taken from.
  const again = store.run({ originRun: resumed.id });
  copyRows(db, resumed.id, again.id, tasks.slice(0, 1));
  assert.deepEqual(numbers(finishedTasks(db, again.id)), [1]);
  assert.deepEqual(origins.all(again.id).map((row) => row.id), [resumed.id]);
});

Deno.test("copyRows() refuses an origin run that was removed meanwhile", () => {
  using store = new StoreFixture();
  const run = store.run();
  assert.throws(() => copyRows(store.db, run.id + 100, run.id, []), /has just been removed/);
});
