import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { isAlive, Lab } from "../acceptance/harness.ts";
import { Gate } from "../sandbox/gate.ts";

const FLOOD = new URL("flows/flood.ts", import.meta.url).pathname;

/** The most memory that a process has held, in megabytes. */
function peakOf(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)![1]) / 1024;
}

Deno.test({
  name:
    "a step that floods its output costs the scheduler no memory, and its log is cut with a mark",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using lab = new Lab();
    const peaks: number[] = [];
    for (const megabytes of [1, 100]) {
      await using gate = new Gate();
      const running = lab.start([
        ...["run", FLOOD, "--gate", gate.host],
        ...["--megabytes", `${megabytes}`, "--max-log-size", "100k"],
      ]);
      await running.until(({ type, step }) => type === "task_succeeded" && step === "start");
      peaks.push(peakOf(running.pid));
      gate.set("looked");
      const { status, run } = await running.ended;
      assert.equal(status, "succeeded");
      const logs = await lab.logs(`${run}/start`);
      assert.ok(logs.length < 250_000, `${logs.length} characters`);
      assert.match(logs, /\[flow: stdout cut after 100000 characters; see --max-log-size\]/);
    }
    const [little, much] = peaks as [number, number];
    assert.ok(much < little + 60, `${little} MB with little output, ${much} MB with much`);
  },
});

Deno.test("a loop without a timeout ends with the run, at the first Ctrl-C", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `import { FlowSpec, step } from "flow";
    export default class Loop extends FlowSpec {
      @step
      start() {
        console.log("looping");
        for (;;);
      }
    }`,
  );
  const running = lab.start(["run", file]);
  await running.untilLog("looping");
  const { pid } = await running.until(({ type }) => type === "task_started");
  running.signal("SIGINT");
  const { code, status, run, events } = await running.ended;
  assert.equal(code, 130);
  assert.equal(status, "cancelled");
  assert.equal(events.at(-2)!.type, "task_cancelled");
  assert.equal((await lab.status(run)).status, "cancelled");
  assert.ok(!isAlive(pid));
});

Deno.test("a store that cannot be written any more ends the run with a message", async () => {
  await using lab = new Lab();
  await using gate = new Gate();
  const running = lab.start(["run", FLOOD, "--gate", gate.host]);
  await running.until(({ type, step }) => type === "task_started" && step === "end");
  {
    using db = new DatabaseSync(`${lab.store}/flow.db`, { timeout: 10_000 });
    db.exec("ALTER TABLE tasks RENAME TO elsewhere");
  }
  gate.set("looked");
  const { code, events, stderr } = await running.ended;
  assert.equal(code, 1);
  const last = events.at(-1)!;
  assert.equal(last.type, "run_finished");
  assert.equal(last.status, "failed");
  assert.match(last.error.message, /^The store cannot be written: .*tasks/);
  assert.match(stderr, /The store cannot be written/);
  // What was not written is not told of.
  assert.ok(!events.some(({ type, step }) => type === "task_succeeded" && step === "end"));
});

Deno.test("an object's file that no row names is taken for what it is", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `import { FlowSpec, step } from "flow";
    export default class Large extends FlowSpec {
      large!: string;
      @step
      start() {
        this.large = "0123456789".repeat(50_000);
      }
    }`,
  );
  await lab.run(file);
  {
    // As after a run that died between the file and its commit.
    using db = new DatabaseSync(`${lab.store}/flow.db`);
    assert.ok(db.prepare("DELETE FROM objects WHERE data IS NULL").run().changes > 0);
  }
  const { run } = await lab.run(file);
  assert.equal((await lab.dump(run)).large.length, 500_000);
});
