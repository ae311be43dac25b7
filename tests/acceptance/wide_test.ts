import assert from "node:assert/strict";
import { type Event, flowFile, isAlive, Lab, startedCounts } from "./harness.ts";

const wide = `${flowFile("wide.ts")}:Wide`;
const MB = 1024 * 1024;

/** The most tasks of a step that ran at a time. */
function mostAtOnce(lab: Lab, step: string): number {
  const rows = lab.query("SELECT started, finished FROM tasks WHERE step = ?", step);
  const changes = rows.flatMap(({ started, finished }) => [[started, 1], [finished, -1]]);
  // At the same millisecond, one ends before the next begins.
  changes.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let now = 0;
  let most = 0;
  for (const [, change] of changes) most = Math.max(most, now += change!);
  return most;
}

Deno.test("a foreach of 10,000 ends with its results in order, in bounded memory", async () => {
  await using lab = new Lab();
  const running = lab.start(["run", wide, "--width", "10000"]);
  let peak = 0;
  const watch = (async () => {
    for (; isAlive(running.pid); await new Promise((resolve) => setTimeout(resolve, 20))) {
      try {
        const status = Deno.readTextFileSync(`/proc/${running.pid}/status`);
        peak = Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1] ?? peak / 1024) * 1024;
      } catch {
        // It has just ended.
      }
    }
  })();
  const { status, run, events, stderr } = await running.ended;
  await watch;
  assert.equal(status, "succeeded", stderr);
  assert.ok(peak > 0 && peak < 300 * MB, `${peak / MB} MB`);
  assert.equal((await lab.dump(run)).sum, 9999 * 10_000);
  assert.deepEqual(startedCounts(events), { start: 1, each: 10_000, gather: 1, end: 1 });
  const { tasks } = await lab.status(run);
  assert.equal(tasks.succeeded, 10_003);
  const foreach = events.find((event) => event.type === "foreach_started")!;
  assert.deepEqual([foreach.target, foreach.size], ["each", 10_000]);
});

Deno.test("several flows, and several runs of one flow, share a store at the same time", async () => {
  await using lab = new Lab();
  const runs = await Promise.all([
    ...[100, 200, 300, 400].map((width) => lab.run(wide, ["--width", String(width)])),
    lab.run(`${flowFile("shapes.ts")}:Branches`),
  ]);
  assert.deepEqual(runs.slice(0, 4).map(({ run }) => run).sort(), [
    "Wide/1",
    "Wide/2",
    "Wide/3",
    "Wide/4",
  ]);
  const sums = await Promise.all(
    runs.slice(0, 4).map(async ({ run }) => (await lab.dump(run)).sum),
  );
  assert.deepEqual(sums, [100, 200, 300, 400].map((width) => width * (width - 1)));
  assert.equal((await lab.dump(runs[4]!.run)).sum, 15);
  const counts = lab.query("SELECT run, count(*) AS n FROM tasks GROUP BY run ORDER BY n");
  assert.deepEqual(counts.map(({ n }) => n), [12, 103, 203, 303, 403]);
});

Deno.test("as many tasks run at a time as --max-workers and the weights of the steps allow", async () => {
  for (const slots of [3, 1]) {
    await using lab = new Lab();
    const flow = lab.write("slots.ts", await Deno.readTextFile(flowFile("slots.ts")));
    await lab.run(flow, ["--max-workers", String(slots), "--slots", String(slots)]);
    // A step that weighs more than there is runs alone.
    assert.deepEqual(
      ["plain", "heavy", "light"].map((step) => mostAtOnce(lab, step)),
      [slots, 1, 2 * slots],
    );
  }
});

Deno.test("--isolation fresh gives each task a process of its own; warm ones are used again", async () => {
  await using lab = new Lab();
  const pids = (events: Event[]) =>
    events.filter((event) => event.type === "task_started").map((event) => event.pid);
  const [fresh, warm] = await Promise.all([
    lab.run(wide, ["--width", "6", "--isolation", "fresh"]),
    lab.run(wide, ["--width", "50", "--max-workers", "2"]),
  ]);
  assert.equal(new Set(pids(fresh.events)).size, 9);
  assert.ok(new Set(pids(warm.events)).size <= 5, String(new Set(pids(warm.events)).size));
});

Deno.test("--max-splits refuses a foreach of more items", async () => {
  await using lab = new Lab();
  const [few, enough] = await Promise.all([
    lab.run(wide, ["--width", "11", "--max-splits", "10"], { status: "failed" }),
    lab.run(wide, ["--width", "10", "--max-splits", "10"]),
  ]);
  const { error } = few.events.at(-1)!;
  assert.match(error.message, /splits into more than 10 tasks/);
  assert.match(error.hint, /--max-splits/);
  assert.equal(error.type, "transition");
  assert.equal((await lab.dump(enough.run)).sum, 90);
});
