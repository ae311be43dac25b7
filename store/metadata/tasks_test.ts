import assert from "node:assert/strict";
import { StoreFixture } from "../../tests/helpers/runs.ts";
import { attemptsOf } from "./attempts.ts";
import { itemsOf } from "./items.ts";
import { childrenOf, framesOf, parentsOf } from "./lineage.ts";
import { logsOf, logsOfRun } from "./logs.ts";
import { countTasks, endTask, findTask, listSteps, listTasks } from "./tasks.ts";

const numbers = (tasks: { number: number }[]) => tasks.map(({ number }) => number);

Deno.test("listTasks() and listSteps() give the tasks of one run", () => {
  using store = new StoreFixture();
  store.run().foreach(["other"], () => ({}));
  const run = store.run();
  run.foreach(["a", "b", "c"], () => ({}));
  run.task("late", { status: "queued" });
  assert.deepEqual(numbers(listTasks(store.db, run.id)), [1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(numbers(listTasks(store.db, run.id, { step: "score" })), [2, 3, 4]);
  assert.deepEqual(
    numbers(listTasks(store.db, run.id, { step: "score", after: 2, limit: 1 })),
    [3],
  );
  assert.deepEqual(numbers(listTasks(store.db, run.id, { status: "queued" })), [7]);
  const steps = listSteps(store.db, run.id);
  assert.deepEqual(steps.map(({ step }) => step), ["start", "score", "gather", "end", "late"]);
  assert.deepEqual([steps[1]!.tasks.succeeded, steps[1]!.started, steps[1]!.finished], [
    3,
    2002,
    3004,
  ]);
  assert.equal(countTasks(store.db, run.id).succeeded, 6);
  assert.equal(endTask(store.db, run.id)!.step, "end");
  assert.equal(findTask(store.db, run.id, 0), undefined);
});

Deno.test("endTask() is undefined for a run that did not get there", () => {
  using store = new StoreFixture();
  const run = store.run({ status: "failed" });
  run.task("start", { next: { kind: "linear", targets: ["end"] } });
  run.task("end", { parent: 1, status: "failed" });
  assert.equal(endTask(store.db, run.id), undefined);
});

Deno.test("parentsOf() and childrenOf() follow splits and joins, page by page", () => {
  using store = new StoreFixture();
  const run = store.run();
  run.foreach(["a", "b", "c"], () => ({}));
  const task = (number: number) => findTask(store.db, run.id, number)!;
  assert.deepEqual(numbers(parentsOf(store.db, task(1))), []);
  assert.deepEqual(numbers(parentsOf(store.db, task(3))), [1]);
  assert.deepEqual(numbers(parentsOf(store.db, task(3), { after: 0 })), []);
  assert.deepEqual(numbers(parentsOf(store.db, task(5))), [2, 3, 4]);
  assert.deepEqual(numbers(parentsOf(store.db, task(5), { after: 0, limit: 1 })), [3]);
  assert.deepEqual(numbers(childrenOf(store.db, task(1))), [2, 3, 4]);
  assert.deepEqual(numbers(childrenOf(store.db, task(1), { after: 3 })), [4]);
  assert.deepEqual(numbers(childrenOf(store.db, task(4))), [5]);
  assert.deepEqual(numbers(childrenOf(store.db, task(6))), []);
});

Deno.test("parentsOf() keeps the split order of a join, whatever the numbers", () => {
  using store = new StoreFixture();
  const run = store.run();
  for (let i = 0; i < 4; i++) run.task("a");
  const join = run.task("join", { parent: [3, 1, 4, 2] });
  assert.deepEqual(numbers(parentsOf(store.db, findTask(store.db, run.id, join)!)), [3, 1, 4, 2]);
});

Deno.test("framesOf() gives the foreach levels outermost first, without branches", () => {
  using store = new StoreFixture();
  const run = store.run();
  const outer = run.task("outer", { next: { kind: "foreach", targets: ["mid"], size: 4 } });
  const branch = run.task("mid", {
    split: outer,
    splitIndex: 3,
    next: { kind: "branch", targets: ["a", "b"] },
  });
  const inner = run.task("b", {
    split: branch,
    splitIndex: 1,
    next: { kind: "foreach", targets: ["leaf"], size: 9 },
  });
  const leaf = run.task("leaf", { split: inner, splitIndex: 7 });
  assert.deepEqual(framesOf(store.db, findTask(store.db, run.id, leaf)!), [
    { task: outer, step: "outer", index: 3, size: 4 },
    { task: inner, step: "b", index: 7, size: 9 },
  ]);
  assert.deepEqual(framesOf(store.db, findTask(store.db, run.id, outer)!), []);
});

Deno.test("itemsOf() gives a range", () => {
  using store = new StoreFixture();
  const run = store.run();
  run.foreach(["a", "b", "c", "d"], () => ({}));
  const positions = (page?: Parameters<typeof itemsOf>[3]) =>
    itemsOf(store.db, run.id, 1, page).map(({ position }) => position);
  assert.deepEqual(positions(), [0, 1, 2, 3]);
  assert.deepEqual(positions({ after: 0, limit: 2 }), [1, 2]);
});

Deno.test("logsOf() gives pieces by stream and from a point on", () => {
  using store = new StoreFixture();
  const run = store.run();
  const task = run.task("start", { logs: [[1, "a"], [2, "b"], [1, "c"], [3, "cut"]] });
  const text = (filter: Parameters<typeof logsOf>[3]) =>
    logsOf(store.db, run.id, task, filter).map((piece) => `${piece.stream}:${piece.text}`);
  assert.deepEqual(text({ attempt: 1 }), ["stdout:a", "stderr:b", "stdout:c", "flow:cut"]);
  assert.deepEqual(text({ attempt: 1, stream: "stdout" }), ["stdout:a", "stdout:c"]);
  assert.deepEqual(text({ attempt: 1, after: 1 }), ["stdout:c", "flow:cut"]);
  assert.deepEqual(text({ attempt: 1, after: 0, limit: 1 }), ["stderr:b"]);
  assert.deepEqual(text({ attempt: 2 }), []);
});

Deno.test("logsOf() and attemptsOf() follow a task that was taken over, also twice", () => {
  using store = new StoreFixture();
  const first = store.run({ status: "failed" });
  first.task("start", { logs: [[1, "from the first\n"]] });
  const second = store.run({ status: "failed", originRun: first.id });
  second.task("start", { originRun: first.id });
  second.task("next", { logs: [[1, "from the second\n"]] });
  const third = store.run({ originRun: second.id });
  third.task("start", { originRun: second.id });
  third.task("next", { originRun: second.id });
  const log = (task: number) =>
    logsOf(store.db, third.id, task, { attempt: 1 }).map(({ text }) => text).join("");
  assert.equal(log(1), "from the first\n");
  assert.equal(log(2), "from the second\n");
  assert.equal(attemptsOf(store.db, third.id, 1)[0]!.started, 2001);
  assert.deepEqual(attemptsOf(store.db, third.id, 9), []);
});

Deno.test("logsOfRun() gives what arrived since, over all tasks", () => {
  using store = new StoreFixture();
  const run = store.run();
  run.task("a", { logs: [[1, "1"]] });
  store.run().task("other", { logs: [[1, "x"]] });
  run.task("b", { logs: [[2, "2"]] });
  const all = logsOfRun(store.db, run.id);
  assert.deepEqual(all.map(({ task, text }) => [task, text]), [[1, "1"], [2, "2"]]);
  run.task("c", { logs: [[1, "3"]] });
  const since = logsOfRun(store.db, run.id, all.at(-1)!.row);
  assert.deepEqual(since.map(({ task, text }) => [task, text]), [[3, "3"]]);
});

Deno.test("attemptsOf() has what failed", () => {
  using store = new StoreFixture();
  const run = store.run();
  const error = { name: "Error", message: "no", stack: "", type: "error" };
  const task = run.task("start", { status: "failed", error });
  assert.deepEqual(attemptsOf(store.db, run.id, task), [
    { attempt: 1, status: "failed", started: 2001, finished: 3001, error },
  ]);
});
