import assert from "node:assert/strict";
import { type FinishedRun, flowFile, Lab } from "./harness.ts";

const flow = flowFile("journey.ts");
const TASKS = 25;

const parameters = (lab: Lab) => ["--folder", lab.path, "--seed", "2"];

const rights = (lab: Lab) => `--allow-read=${lab.path}`;

/** Says where runs in the lab go wrong. */
function trouble(lab: Lab, ...lines: string[]) {
  lab.write("trouble", lines.join("\n"));
}

/** Numbers of the tasks of a run that ended well, as the database has it. */
function ended(lab: Lab, run: string): number[] {
  const [flowName, number] = run.split("/");
  const rows = lab.query(
    `SELECT t.number FROM tasks t JOIN runs r ON r.id = t.run
    WHERE r.flow = ? AND r.number = ? AND t.status IN ('succeeded', 'caught') ORDER BY 1`,
    flowName!,
    Number(number),
  );
  return rows.map((row) => row.number);
}

function startedTasks({ events }: FinishedRun): number[] {
  return events.filter((event) => event.type === "task_started").map((event) => Number(event.task));
}

/** Checks that a resumed run has taken over all that its origin ended, ran the rest, and is right. */
async function assertResumed(lab: Lab, origin: string, resumed: FinishedRun) {
  const before = ended(lab, origin);
  const started = startedTasks(resumed);
  const taken = resumed.events.find((event) => event.type === "taken_over")!;
  assert.equal(resumed.events[0]!.origin, origin);
  assert.equal(taken.tasks, before.length, "all that was ended is taken over");
  assert.deepEqual(started.filter((task) => before.includes(task)), [], "nothing runs again");
  assert.equal(new Set(started).size, started.length);
  assert.equal(before.length + started.length, TASKS);
  const { trace, rows, seed, failure: _, drawn, ...others } = await lab.dump(resumed.run);
  assert.deepEqual(rows, [22, 24, 42, 44, 62, 64]);
  assert.deepEqual(trace, [
    "seed 2",
    "prepare",
    "turn 1",
    "turn 2",
    "turn 3",
    "always caught",
    "even",
    "origin true",
  ]);
  assert.equal(seed, 2, "parameters are those of the origin");
  assert.deepEqual(Object.keys(others), ["folder"]);
  const { status, tasks } = await lab.status(resumed.run);
  assert.deepEqual([status, tasks.succeeded, tasks.caught], ["succeeded", TASKS - 1, 1]);
  return drawn as number;
}

const places = [
  "start",
  "turn 2",
  "split",
  "inner 21",
  "closeInner 20",
  "closeOuter",
  "join",
  "even",
];

Deno.test("resume goes on from a failure in each kind of step, and the result is the same", async () => {
  await using lab = new Lab();
  for (const place of places) {
    trouble(lab, `fail ${place}`);
    const failed = await lab.run(flow, [...parameters(lab), rights(lab)], { status: "failed" });
    assert.equal(failed.events.at(-1)!.error.message, `trouble at ${place}`);
    trouble(lab);
    const resumed = await lab.resume(flow, ["--run", failed.run, rights(lab)]);
    const drawn = await assertResumed(lab, failed.run, resumed);
    if (ended(lab, failed.run).length > 0) {
      assert.equal((await lab.dump(`${failed.run}/start`)).drawn, drawn);
    }
  }
});

Deno.test("resume twice goes on from the latest run, and old logs and artifacts stay readable", async () => {
  await using lab = new Lab();
  trouble(lab, "fail turn 3", "fail inner 32");
  const first = await lab.run(flow, [...parameters(lab), rights(lab), "--keep-going"], {
    status: "failed",
  });
  assert.equal(first.events.at(-1)!.tasks.failed, 2);
  trouble(lab, "fail closeOuter");
  const second = await lab.resume(flow, [rights(lab)], { status: "failed" });
  assert.equal(second.events[0]!.origin, first.run);
  trouble(lab);
  const third = await lab.resume(flow, [rights(lab)]);
  await assertResumed(lab, second.run, third);
  const start = await lab.status(`${third.run}/start/1`);
  assert.deepEqual([start.origin, start.status], [second.run, "succeeded"]);
  assert.equal(start.attempts.length, 1);
  assert.equal(await lab.logs(`${third.run}/start`), "pass start\n");
  assert.match(await lab.logs(`${third.run}/inner`), /pass inner 11[\s\S]*pass inner 32/);
  assert.deepEqual((await lab.dump(`${third.run}/prepare`)).trace, ["seed 2", "prepare"]);
  assert.equal((await lab.status(third.run)).origin, second.run);
});

Deno.test("resume goes on from runs that were cancelled or killed", async () => {
  await using lab = new Lab();
  for (const signal of ["SIGINT", "SIGKILL"] as const) {
    trouble(lab, "wait inner 22", "wait turn 3");
    const running = lab.start(["run", flow, ...parameters(lab), rights(lab), "--max-workers", "3"]);
    await running.untilLog("pass inner 22");
    await running.untilLog("pass turn 3");
    await running.until((event) => event.type === "task_succeeded" && event.step === "closeInner");
    running.signal(signal);
    const { events } = await running.ended;
    const origin = events[0]!.run;
    trouble(lab);
    assert.equal((await lab.status(origin)).status, signal === "SIGINT" ? "cancelled" : "lost");
    const resumed = await lab.resume(flow, [rights(lab)]);
    await assertResumed(lab, origin, resumed);
  }
});

Deno.test("resume STEP runs that step and all after it again, of a run that has succeeded as well", async () => {
  await using lab = new Lab();
  const { run } = await lab.run(flow, [...parameters(lab), rights(lab)]);
  const resumed = await lab.resume(flow, ["closeInner", rights(lab)]);
  const steps = resumed.events.filter((event) => event.type === "task_started")
    .map((event) => event.step);
  assert.deepEqual(steps.sort(), [
    "caught",
    "choose",
    "closeInner",
    "closeInner",
    "closeInner",
    "closeOuter",
    "end",
    "even",
    "join",
  ]);
  assert.equal(resumed.events[0]!.origin, run);
  assert.deepEqual((await lab.dump(resumed.run)).rows, [22, 24, 42, 44, 62, 64]);
  const fromLoop = await lab.resume(flow, ["turn", "--run", run, rights(lab)]);
  assert.equal(fromLoop.events.find((event) => event.type === "taken_over")!.steps.turn, undefined);
  assert.deepEqual((await lab.dump(fromLoop.run)).trace.slice(0, 5), [
    "seed 2",
    "prepare",
    "turn 1",
    "turn 2",
    "turn 3",
  ]);
});

Deno.test("resume takes mended code, and refuses a graph that no longer fits", async () => {
  await using lab = new Lab();
  const source = Deno.readTextFileSync(flow);
  const file = lab.write("flow.ts", source);
  trouble(lab, "fail choose");
  const { run } = await lab.run(file, [...parameters(lab), rights(lab)], { status: "failed" });
  const renamed = source.replace("async prepare()", "async ready()")
    .replace("this.next(this.prepare)", "this.next(this.ready)");
  lab.write("flow.ts", renamed);
  const changed = await lab.flow(["resume", file, rights(lab)]);
  assert.equal(changed.code, 2);
  assert.match(
    changed.stderr,
    /graph of "Journey" has changed.*"start" led to prepare and now leads/,
  );
  assert.match(changed.stderr, /resume FILE STEP/);
  lab.write("flow.ts", source.replace('await this.pass("choose")', 'this.trace.push("mended")'));
  const mended = await lab.resume(file, [rights(lab)]);
  assert.equal(mended.events[0]!.origin, run);
  assert.ok((await lab.dump(mended.run)).trace.includes("mended"));
});

Deno.test("resume says why it cannot", async () => {
  await using lab = new Lab();
  const none = await lab.flow(["resume", flow]);
  assert.equal(none.code, 1);
  assert.match(none.stderr, /Flow "Journey" has no run to resume/);
  trouble(lab, "wait prepare");
  const running = lab.start(["run", flow, ...parameters(lab), rights(lab)]);
  await running.untilLog("pass prepare");
  const live = await lab.flow(["resume", flow]);
  assert.equal(live.code, 1);
  assert.match(live.stderr, /Journey\/1 is still running/);
  running.signal("SIGINT");
  await running.ended;
  const cases: [string[], RegExp][] = [
    [["prepar"], /no step "prepar"/],
    [["--run", "Journey/9"], /no run Journey\/9/],
    [["--run", "Other/1"], /not one of flow "Journey"/],
    [["--seed", "3"], /--seed/],
  ];
  for (const [args, message] of cases) {
    const { code, stderr } = await lab.flow(["resume", flow, ...args]);
    assert.ok(code === 1 || code === 2);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /defect/);
  }
});
