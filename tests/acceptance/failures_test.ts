import assert from "node:assert/strict";
import { type Event, flowFile, Lab, startedCounts } from "./harness.ts";

const items = `${flowFile("stopping.ts")}:Items`;
const sides = `${flowFile("stopping.ts")}:Sides`;

/** Arguments that give the items of the foreach. */
function kinds(lab: Lab, ...names: string[]): string[] {
  return ["--folder", lab.path, "--kinds", JSON.stringify(names)];
}

/** How many tasks of a run ended how, as the database has it. */
function ends(lab: Lab, step: string): Record<string, number> {
  const rows = lab.query("SELECT status, count(*) AS n FROM tasks WHERE step = ? GROUP BY 1", step);
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
}

Deno.test("a failure keeps what is done, lets what runs end, and begins nothing new", async () => {
  await using lab = new Lab();
  const args = kinds(lab, "ok", "wait", "fail", ...Array(20).fill("ok"));
  const running = lab.start(["run", items, ...args, "--max-workers", "2"]);
  await running.until((event) => event.type === "task_failed");
  // The sibling that waits is let go only now, and still ends well.
  lab.write("open", "");
  const { code, events, run, status } = await running.ended;
  assert.deepEqual([code, status], [1, "failed"]);
  const last = events.at(-1)!;
  assert.equal(last.error.message, "this one fails");
  assert.equal(last.error.step, "each");
  const counts = ends(lab, "each");
  assert.equal(counts.failed, 1);
  assert.ok(counts.succeeded! >= 2 && counts.succeeded! < 10, JSON.stringify(counts));
  assert.deepEqual(Object.keys(counts).sort(), ["failed", "succeeded"]);
  // At most what was with an executor already has begun after it.
  const { each, join } = startedCounts(events);
  assert.ok(each! < 12 && join === undefined, `${each} of 23`);
  const waited = lab.query("SELECT number FROM tasks WHERE split_index = 1")[0]!.number;
  assert.equal((await lab.dump(`${run}/each/${waited}`)).done, "wait");
  assert.equal((await lab.status(run)).error.message, "this one fails");
});

Deno.test("a failure stops siblings that do not end within the grace time", async () => {
  await using lab = new Lab();
  const args = kinds(lab, "polite", "stubborn", "fail");
  const { events, run } = await lab.run(items, [...args, "--max-workers", "3"], {
    status: "failed",
  });
  // Who listens to the signal ends well; who does not is killed.
  assert.deepEqual(ends(lab, "each"), { cancelled: 1, failed: 1, succeeded: 1 });
  assert.match(await lab.logs(`${run}/each`), /polite: Another task has failed/);
  assert.equal(events.filter((event) => event.type === "task_cancelled").length, 1);
  assert.deepEqual(events.at(-1)!.tasks, { succeeded: 2, caught: 0, failed: 1, cancelled: 1 });
});

Deno.test("--keep-going finishes all that does not depend on the failure", async () => {
  await using lab = new Lab();
  const [branch, foreach] = await Promise.all([
    lab.run(sides, ["--keep-going"], { status: "failed" }),
    lab.run(items, [...kinds(lab, "ok", "fail", "ok", "fail", "ok"), "--keep-going"], {
      status: "failed",
    }),
  ]);
  const names = (events: Event[]) =>
    events.filter((event) => event.type === "task_succeeded").map((event) => event.step).sort();
  assert.deepEqual(names(branch.events), ["good", "more", "start"]);
  assert.deepEqual(names(foreach.events), [
    "after",
    "after",
    "after",
    "each",
    "each",
    "each",
    "start",
  ]);
  assert.equal(foreach.events.at(-1)!.tasks.failed, 2);
  assert.equal(branch.code, 1);
});

Deno.test("retries that wait, for their time or for a slot, are ended with the run", async () => {
  await using lab = new Lab();
  for (const [delay, isolation] of [["600", "warm"], ["0", "fresh"]] as const) {
    const running = lab.start([
      "run",
      items,
      ...kinds(lab, "wait", "fail", "polite"),
      ...["--max-workers", "2", "--isolation", isolation, "--with", `retry:times=9,delay=${delay}`],
    ]);
    await running.until((event) => event.type === "attempt_failed");
    await running.untilLog("begin polite");
    running.signal("SIGINT");
    const { code, status, events } = await running.ended;
    assert.deepEqual([code, status], [130, "cancelled"]);
    assert.deepEqual(events.at(-1)!.tasks, { succeeded: 2, caught: 0, failed: 0, cancelled: 2 });
  }
  const open = lab.query("SELECT * FROM tasks WHERE status IN ('queued', 'running')");
  assert.deepEqual(open, []);
});
