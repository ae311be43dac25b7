import assert from "node:assert/strict";
import { RunModel } from "./model.ts";
import { errorOf, EventMaker, foreachGraph } from "./progress_fixture.ts";

function countsOf(model: RunModel, name: string): Record<string, number> {
  const { begun, running, waiting, succeeded, caught, failed, cancelled } = model.steps.get(name)!;
  const counts = { begun, running, waiting, succeeded, caught, failed, cancelled };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

Deno.test("RunModel counts tasks through attempts and every way to end", () => {
  const make = new EventMaker();
  const model = new RunModel(foreachGraph());
  const error = errorOf("broken");
  for (const task of ["2", "3", "4", "5"]) model.apply(make.started("score", task));
  assert.deepEqual(countsOf(model, "score"), { begun: 4, running: 4 });

  const failed = { step: "score", task: "2", attempt: 1, error };
  model.apply(make.of("attempt_failed", { ...failed, retryIn: 10 }));
  assert.deepEqual(countsOf(model, "score"), { begun: 4, running: 3, waiting: 1 });
  model.apply(make.started("score", "2", 2));
  assert.deepEqual(countsOf(model, "score"), { begun: 4, running: 4 });

  model.apply(make.of("attempt_failed", { ...failed, attempt: 2 }));
  model.apply(make.of("task_failed", { ...failed, attempt: 2 }));
  model.apply(make.succeeded("score", "3"));
  model.apply(make.of("attempt_failed", { ...failed, task: "4" }));
  model.apply(make.of("task_caught", { ...failed, task: "4", duration: 3 }));
  model.apply(make.of("task_cancelled", { step: "score", task: "5", attempt: 1 }));
  model.apply(make.of("task_cancelled", { step: "score", task: "6", attempt: 1 }));
  assert.deepEqual(countsOf(model, "score"), {
    begun: 4,
    succeeded: 1,
    caught: 1,
    failed: 1,
    cancelled: 2,
  });
  assert.equal(model.open.size, 0);
  assert.deepEqual(model.failures.map(({ task, attempt, error }) => [task, attempt, error]), [
    ["2", 2, error],
  ]);
});

Deno.test("RunModel knows how many tasks the steps of a foreach get", () => {
  const make = new EventMaker();
  const model = new RunModel(foreachGraph());
  model.apply(make.of("foreach_started", { step: "start", task: "1", target: "score", size: 340 }));
  const expected = (name: string) => model.expected(model.steps.get(name)!);
  assert.deepEqual(["score", "polish", "gather"].map(expected), [340, 340, 0]);
});

Deno.test("RunModel puts the pieces of a log together to lines", () => {
  const make = new EventMaker();
  const model = new RunModel(null);
  const log = (text: string, stream: "stdout" | "stderr" = "stdout") =>
    model.apply(make.of("log", { step: "a", task: "1", attempt: 1, stream, text }))
      .map((line) => line.text);
  model.apply(make.started("a", "1"));
  assert.deepEqual(log("one\ntw"), ["one"]);
  assert.deepEqual(log("mixed in\n", "stderr"), ["mixed in"]);
  assert.deepEqual(log("o\nrest"), ["two"]);
  assert.deepEqual(model.apply(make.succeeded("a", "1")).map(({ text }) => text), ["rest"]);
});

Deno.test("RunModel keeps the end of the log of a task that failed, and no other", () => {
  const make = new EventMaker();
  const model = new RunModel(null);
  for (let i = 1; i <= 500; i++) {
    const of = { step: "a", task: `${i}`, attempt: 1 };
    model.apply(make.started("a", of.task));
    model.apply(make.of("log", { ...of, stream: "stdout", text: "x\n".repeat(50) + "last\n" }));
    model.apply(make.of("attempt_failed", { ...of, error: errorOf("no") }));
    model.apply(make.of("task_failed", { ...of, error: errorOf("no") }));
  }
  assert.equal(model.failures.length, 20);
  assert.equal(model.failures[0]!.tail.length, 10);
  assert.equal(model.failures[0]!.tail.at(-1), "last");
  assert.equal(model.open.size, 0);
  assert.equal(model.steps.get("a")!.failed, 500);
});
