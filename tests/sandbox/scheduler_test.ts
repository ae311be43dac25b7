import assert from "node:assert/strict";
import { Lab } from "../acceptance/harness.ts";

const INTRUDER = new URL("flows/intruder.ts", import.meta.url).pathname;

Deno.test({
  name: "a step that may read, write and connect anywhere still does not reach the scheduler",
  ignore: Deno.build.os !== "linux",
  fn: reachForTheScheduler,
});

async function reachForTheScheduler() {
  await using lab = new Lab();
  const { run, events } = await lab.run(INTRUDER);
  assert.equal(events.find(({ type }) => type === "attempt_failed"), undefined);
  assert.deepEqual((await lab.dump(run)).tried, {
    "bytes that are no message": "hung up",
    "a message without a greeting": "hung up",
    "a greeting with a token that it made up": "hung up",
    "a greeting of many megabytes": "hung up",
    "a greeting with bytes that will not come": "hung up",
    "connections that say nothing": "hung up",
    "the scheduler's memory": "held",
    "the scheduler's environment": "held",
    "its own memory": "held",
    "a signal to the scheduler": "held",
    "writing the database": "held",
    "writing an object": "held",
    "writing a code package": "held",
    "removing the store": "held",
  });
  const left = [...Deno.readDirSync(`${lab.store}/tmp`)].map(({ name }) => name);
  assert.deepEqual(left.filter((name) => /^(hub|x)-/.test(name)), [], "the socket goes with it");
}

Deno.test("the command line of an executor tells no secret", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `import { FlowSpec, secrets, step } from "flow";
    export default class Quiet extends FlowSpec {
      @secrets(["QUIET_SECRET"])
      @step
      async start() {
        console.log("begun");
        await new Promise(() => {});
      }
    }`,
  );
  const running = lab.start(["run", file], { env: { QUIET_SECRET: "hunter2hunter2" } });
  await running.untilLog("begun");
  const { pid } = await running.until(({ type }) => type === "task_started");
  const read = (name: string) => Deno.readTextFileSync(`/proc/${pid}/${name}`);
  if (Deno.build.os === "linux") {
    assert.ok(!read("cmdline").includes("hunter2"));
    // The environment that it was started with; the secret came later, by the socket.
    assert.ok(!read("environ").includes("hunter2"));
  }
  running.signal("SIGINT");
  assert.equal((await running.ended).code, 130);
});
