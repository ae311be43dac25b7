import assert from "node:assert/strict";
import { type Event, flowFile, Lab } from "./harness.ts";

const retrying = flowFile("retrying.ts");
const hooked = flowFile("hooked.ts");

/** Milliseconds between the end of each attempt of a step and the start of the next. */
function pauses(lab: Lab, step: string): number[] {
  const rows = lab.query(
    `SELECT a.started, a.finished FROM attempts a JOIN tasks t
    ON t.run = a.run AND t.number = a.task WHERE t.step = ? ORDER BY a.attempt`,
    step,
  );
  return rows.slice(1).map(({ started }, at) => started - rows[at]!.finished);
}

/** What the scheduler said of the delays. */
function retryIns(events: Event[], step: string): number[] {
  return events.filter((event) => event.type === "attempt_failed" && event.step === step)
    .map((event) => event.retryIn);
}

Deno.test("retry waits longer each time, within its limits, and forgets what failed attempts set", async () => {
  await using lab = new Lab();
  const { run, events } = await lab.run(`${retrying}:Retrying`);
  assert.deepEqual(retryIns(events, "start"), [100, 200, 300]);
  pauses(lab, "start").forEach((pause, at) => {
    const delay = [100, 200, 300][at]!;
    // A timer of the system may be a millisecond early.
    assert.ok(pause >= delay - 2 && pause < delay + 2000, `${pause} for ${delay}`);
  });
  const spread = retryIns(events, "spread");
  assert.ok(spread.length === 2 && spread.every((delay) => delay >= 100 && delay <= 300));
  const first = await lab.status(`${run}/start/1`);
  assert.deepEqual(first.attempts.map((one: Event) => one.status), [
    "failed",
    "failed",
    "failed",
    "succeeded",
  ]);
  assert.equal(first.attempts[1].error.message, "attempt 2");
  assert.deepEqual(await lab.dump(`${run}/start/1`), { attempt: 4 });
  assert.equal(await lab.logs(`${run}/start/1`), "try 4\n");
  assert.equal(await lab.logs(`${run}/start/1`, "--attempt", "2"), "try 2\n");
  const started = events.filter((event) => event.type === "task_started" && event.step === "start");
  assert.deepEqual(started.map((event) => event.attempt), [1, 2, 3, 4]);
  // What the predicate refuses is not tried again, also where the process has ended.
  assert.deepEqual((await lab.dump(run)).attempts, [
    ["transient", 3, null],
    ["fatal", 1, "error"],
    ["fine", 1, null],
    ["exit", null, "exit"],
  ]);
});

Deno.test("catchError keeps what was set, goes on by the step's own next, and tells all kinds of failures", async () => {
  await using lab = new Lab();
  const { run, events } = await lab.run(`${retrying}:Catching`);
  const partly = await lab.dump(`${run}/partly`);
  assert.deepEqual([partly.list, partly.before], [[1, 2], "set before it failed"]);
  assert.deepEqual([partly.problem.name, partly.problem.message], ["RangeError", "no more"]);
  assert.match(partly.problem.stack, /retrying\.ts:\d+/);
  assert.deepEqual((await lab.dump(`${run}/start`)).failure, { $type: "undefined" });
  const { results } = await lab.dump(`${run}/join`);
  assert.deepEqual(results.throw, ["error", "TypeError", "thrown", "before throw"]);
  assert.deepEqual(results.fine, [null, null, null, "before fine"]);
  assert.equal(results.exit[0], "exit");
  assert.match(results.exit[2], /exit with code 3/);
  assert.deepEqual(results.loop.slice(0, 2), ["timeout", "TimeoutError"]);
  assert.match(results.loop[2], /took longer than its 0\.4 s/);
  assert.equal(results.object[0], "error");
  assert.match(results.object[2], /threw an object: \{ code: 7 \}, which is not an Error/);
  const end = await lab.dump(run);
  assert.deepEqual(end.results, { message: "a branch goes on" });
  assert.equal(end.problem.message, "also the end");
  const { status, tasks } = await lab.status(run);
  assert.deepEqual([status, tasks.caught, tasks.failed], ["succeeded", 7, 0]);
  assert.equal(events.filter((event) => event.type === "task_caught").length, 7);
  assert.match(await lab.logs(`${run}/end`), /Error: also the end/);
});

Deno.test("timeout fires the signal first, then ends the process, and counts as a failure", async () => {
  await using lab = new Lab();
  const { run, events } = await lab.run(`${retrying}:Timing`);
  const failures = events.filter((event) => event.type === "attempt_failed");
  assert.deepEqual(failures.map(({ step, error }) => [step, error.type]), [
    ["start", "timeout"],
    ["stubborn", "timeout"],
  ]);
  assert.equal(
    await lab.logs(`${run}/start`, "--attempt", "1"),
    "stopped: The step ran out of time\n",
  );
  assert.deepEqual(Object.keys(await lab.dump(run)), ["failure"]);
  for (const { attempts } of [await lab.status(`${run}/start/1`)]) {
    const took = Date.parse(attempts[0].finished) - Date.parse(attempts[0].started);
    assert.ok(took >= 299 && took < 3000, String(took));
  }
});

Deno.test("a flow's own decorators run before, around, after and on errors, in order", async () => {
  await using lab = new Lab();
  const { run } = await lab.run(`${hooked}:Hooked`);
  const { calls, seen } = await lab.dump(run);
  assert.deepEqual(calls, [
    "before outer start",
    "around outer begins",
    "before inner start",
    "around inner begins",
    "step",
    "around inner ends",
    "after inner 1",
    "around outer ends",
    "after outer 1",
    "before around the failure failing",
    "around around the failure begins",
    "failing",
    "error around the failure: rescued",
    // The environment of one step is no other's.
    "NotCapable",
  ]);
  assert.deepEqual(seen, ["debug", "3", "true"]);
  assert.match(await lab.logs(`${run}/start`), /^trace Hooked\/1\/start\/1$/m);
});

Deno.test("--with puts decorators on the steps that do not have them", async () => {
  await using lab = new Lab();
  const retry = ["--with", "retry:times=2,delay=0"];
  const [tried, not, unknown, wrong, own] = await Promise.all([
    lab.run(`${hooked}:Flaky`, [...retry, "--with", "trace"]),
    lab.run(`${hooked}:Flaky`, [], { status: "failed" }),
    lab.flow(["run", `${hooked}:Flaky`, "--with", "retyr"]),
    lab.flow(["run", `${hooked}:Flaky`, "--with", "retry:times=many"]),
    lab.run(`${retrying}:Retrying`, ["--with", "retry:times=0"]),
  ]);
  assert.equal((await lab.dump(tried.run)).tries, 3);
  assert.match(await lab.logs(`${tried.run}/start`), /trace Flaky/);
  // A step that has the decorator itself has it once.
  assert.equal((await lab.logs(`${tried.run}/end`)).match(/trace/g)!.length, 1);
  assert.equal(not.events.at(-1)!.error.message, "not yet");
  assert.deepEqual([unknown.code, wrong.code], [2, 2]);
  assert.match(unknown.stderr, /no step decorator "retyr"/);
  assert.match(wrong.stderr, /"times" cannot be "many"/);
  assert.equal(own.status, "succeeded");
});
