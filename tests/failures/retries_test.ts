import assert from "node:assert/strict";
import { isAlive, Lab } from "../acceptance/harness.ts";
import { Gate } from "../sandbox/gate.ts";

const RETRIES = new URL("flows/retries.ts", import.meta.url).pathname;

Deno.test("retry tries again whatever failed, and its predicate sees the error, also of a dead process", async () => {
  await using lab = new Lab();
  const { run, events } = await lab.run(RETRIES);
  const { all } = await lab.dump(run);
  assert.deepEqual(all, {
    exit: { attempts: 2, failure: null },
    kill: { attempts: 2, failure: null },
    time: { attempts: 2, failure: null },
    throw: { attempts: 2, failure: null },
    hopeless: { attempts: 1, failure: "error" },
    never: { attempts: 3, failure: "error" },
  });
  const judged = events.filter(({ type, text }) => type === "log" && text.startsWith("judged "))
    .flatMap(({ text }) => text.trim().split("\n")).sort();
  assert.deepEqual(judged, [
    "judged ExecutorError exit: The step called exit with code 7",
    "judged ExecutorError killed: The step's process was killed by SIGKILL",
    "judged RangeError -: hopeless",
    "judged RangeError -: never",
    "judged RangeError -: never",
    "judged RangeError -: never",
    "judged RangeError -: throw",
    'judged TimeoutError timeout: Step "work" took longer than its 0.5 s',
  ]);
  const failed = events.filter(({ type }) => type === "attempt_failed");
  assert.equal(failed.filter(({ retryIn }) => retryIn === 0).length, 6);
});

Deno.test("an executor that is killed from outside fails its attempt, and the next one goes on", async () => {
  await using lab = new Lab();
  await using gate = new Gate();
  const running = lab.start(["run", `${RETRIES}:Victim`, "--gate", gate.host]);
  const killed: number[] = [];
  for (const attempt of [1, 2]) {
    const { pid } = await running.until((event) =>
      event.type === "task_started" && event.attempt === attempt
    );
    killed.push(pid);
    Deno.kill(pid, "SIGKILL");
    const { error, retryIn } = await running.until((event) =>
      event.type === "attempt_failed" && event.attempt === attempt
    );
    assert.equal(error.type, "killed");
    assert.equal(error.message, "The step's process was killed by SIGKILL");
    assert.equal(retryIn, 0);
  }
  const { code, run, status } = await running.ended;
  assert.equal(code, 0);
  assert.equal(status, "succeeded");
  assert.equal((await lab.dump(run)).attempts, 3);
  assert.deepEqual(killed.filter(isAlive), []);
  assert.equal(lab.query("SELECT count(*) AS attempts FROM attempts")[0]!.attempts, 3);
});

Deno.test("tasks that ended just before their process was killed run again, and leave one log", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `import { catchError, type CaughtError, FlowSpec, type Inputs, step } from "flow";
    export default class Short extends FlowSpec {
      failure?: CaughtError;
      failed!: number[];
      @step
      start() {
        this.next(this.item, { foreach: Array.from({ length: 400 }, (_, at) => at) });
      }
      @catchError({ print: false })
      @step
      item(at: number) {
        console.log("item", at);
        if (at % 100 === 50) Deno.kill(Deno.pid, "SIGKILL");
        this.next(this.join);
      }
      @step
      join(inputs: Inputs<Short>) {
        this.failed = [...inputs].filter((one) => one.failure).map((one) => one.input as number);
        this.next(this.end);
      }
      @step
      end() {}
    }`,
  );
  const { run } = await lab.run(file);
  assert.deepEqual((await lab.dump(run)).failed, [50, 150, 250, 350]);
  const lines = (await lab.logs(`${run}/item`)).match(/item \d+/g)!;
  assert.equal(lines.length, 400);
  assert.equal(new Set(lines).size, 400);
});

Deno.test("of short tasks that follow each other, the one that killed the process is the one blamed", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `import { catchError, type CaughtError, FlowSpec, type Inputs, step } from "flow";
    export default class Deadly extends FlowSpec {
      failure!: CaughtError | undefined;
      failed!: number[];
      @step start() { this.next(this.each, { foreach: Array.from({ length: 60 }, (_, at) => at) }); }
      @catchError({ print: false })
      @step each(item: number) {
        if (item % 5 === 4) Deno.kill(Deno.pid, "SIGKILL");
        this.next(this.join);
      }
      @step join(inputs: Inputs<Deadly>) {
        this.failed = [...inputs].filter((one) => one.failure).map((one) => one.input);
        this.next(this.end);
      }
      @step end() {}
    }`,
  );
  const { run } = await lab.run(file, ["--max-workers", "1"]);
  assert.deepEqual((await lab.dump(run)).failed, Array.from({ length: 12 }, (_, at) => 5 * at + 4));
});
