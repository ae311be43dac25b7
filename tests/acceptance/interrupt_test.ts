import assert from "node:assert/strict";
import { type Event, eventually, flowFile, isAlive, Lab, type RunningFlow } from "./harness.ts";

const items = `${flowFile("stopping.ts")}:Items`;
const programs = `${flowFile("stopping.ts")}:Programs`;

/** The processes that executed tasks so far. */
function executors(events: readonly Event[]): number[] {
  return [...new Set(events.filter((event) => event.pid !== undefined).map((event) => event.pid))];
}

async function assertGone(pids: number[]) {
  assert.ok(pids.length > 0);
  for (const pid of pids) await eventually(`process ${pid} ends`, () => !isAlive(pid));
}

/** Starts a run whose tasks are told to begin by what they print. */
async function startItems(lab: Lab, ...kinds: string[]): Promise<RunningFlow> {
  const args = ["--folder", lab.path, "--kinds", JSON.stringify(kinds), "--max-workers", "3"];
  const running = lab.start(["run", items, ...args]);
  for (const kind of kinds) await running.untilLog(`begin ${kind}`);
  return running;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`${signal} once stops a run cleanly: signals fire, the rest is ended, exit code 130`, async () => {
    await using lab = new Lab();
    const running = await startItems(lab, "polite", "stubborn");
    running.signal(signal);
    const { code, events, run, stderr } = await running.ended;
    assert.equal(code, 130);
    assert.match(stderr, /once more/);
    assert.equal(events.at(-1)!.status, "cancelled");
    assert.match(await lab.logs(`${run}/each`), /polite: The run was cancelled/);
    const { status, tasks, finished } = await lab.status(run);
    assert.deepEqual([status, tasks.succeeded, tasks.cancelled], ["cancelled", 2, 1]);
    assert.ok(finished !== null);
    assert.equal(tasks.running + tasks.queued, 0);
    await assertGone(executors(events));
  });
}

Deno.test("a second signal stops a run at once", async () => {
  await using lab = new Lab();
  const running = await startItems(lab, "stubborn", "wait");
  running.signal("SIGINT");
  // The first one has arrived when the run says so.
  await eventually("the first signal arrives", () => running.stderr.includes("once more"));
  const second = Date.now();
  running.signal("SIGINT");
  const { code, events } = await running.ended;
  assert.equal(code, 130);
  assert.ok(Date.now() - second < 900, "before the time that tasks have to end is over");
  assert.equal(events.at(-1)!.status, "cancelled");
  await assertGone(executors(events));
});

Deno.test("a signal while the flow is still being loaded stops the run as well", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `import { FlowSpec, step } from "flow";
    console.log("loading");
    await new Promise((resolve) => setTimeout(resolve, 600_000));
    export default class Slow extends FlowSpec {
      @step start() {}
    }`,
  );
  const running = lab.start(["run", file]);
  await running.untilLog("loading");
  running.signal("SIGINT");
  const { code, events } = await running.ended;
  assert.equal(code, 130);
  assert.deepEqual([events.at(-1)!.status, events.at(-1)!.tasks.failed], ["cancelled", 0]);
});

Deno.test("SIGKILL of flow leaves no process behind, and the run is lost and can be resumed", async () => {
  await using lab = new Lab();
  const running = await startItems(lab, "ok", "stubborn", "wait");
  await running.until((event) => event.type === "task_succeeded" && event.step === "each");
  const run = running.events[0]!.run;
  running.signal("SIGKILL");
  const { events } = await running.ended;
  await assertGone(executors(events));
  const { status, tasks } = await lab.status(run);
  assert.equal(status, "lost");
  assert.ok(tasks.succeeded >= 2);
  // What it printed is kept, up to the moment.
  assert.match(await lab.logs(`${run}/each`), /begin stubborn/);
  const resumed = lab.start(["resume", items]);
  const taken = await resumed.until((event) => event.type === "taken_over");
  assert.equal(taken.steps.each, 1);
  await resumed.untilLog("begin stubborn");
  resumed.signal("SIGINT");
  const again = await resumed.ended;
  assert.equal(again.events[0]!.origin, run);
  assert.ok(!again.events.some((event) => event.type === "log" && event.text.includes("begin ok")));
});

Deno.test("programs that a step has started end with flow, however it ends", async () => {
  await using lab = new Lab();
  for (const signal of ["SIGKILL", "SIGINT"] as const) {
    const running = lab.start(["run", programs]);
    const pidOf = async (what: string) => {
      const { text } = await running.until((event) =>
        event.type === "log" && new RegExp(`${what} \\d+\\n`).test(event.text)
      );
      return Number(new RegExp(`${what} (\\d+)`).exec(text)![1]);
    };
    const pids = [await pidOf("program"), await pidOf("shell")];
    assert.ok(pids.every(isAlive));
    running.signal(signal);
    const { events } = await running.ended;
    await assertGone([...pids, ...executors(events)]);
  }
});
