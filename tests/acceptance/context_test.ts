import assert from "node:assert/strict";
import { eventually, flowFile, Lab } from "./harness.ts";

const flows = flowFile("context.ts");

/** The line that a hook prints. */
function hookLine(events: { type: string; text?: string }[]): string | undefined {
  return events.find((event) => event.type === "log" && event.text!.startsWith("hook:"))?.text;
}

Deno.test("current tells a task where it is, and changes the run's tags", async () => {
  await using lab = new Lab();
  const { run, events } = await lab.run(`${flows}:Context`, ["--tag", "first", "-t", "second"]);
  const { facts, problems } = await lab.dump(run);
  assert.deepEqual(facts, [
    {
      flow: "Context",
      run: "Context/1",
      step: "start",
      task: 1,
      attempt: 1,
      pathspec: "Context/1/start/1",
      parameters: {},
      tags: ["first", "second"],
      tempDir: "x",
      originRun: null,
      project: { name: "films", branch: "user.tester", production: false },
      signal: false,
    },
    ["and another", "by the step", "second"],
  ]);
  assert.match(problems[0], /is empty/);
  assert.match(problems[1], /control character/);
  const { tags } = await lab.status(run);
  for (const tag of ["and another", "by the step", "second", "user:tester", "project:films"]) {
    assert.ok(tags.includes(tag), tag);
  }
  assert.ok(!tags.includes("first"));
  // All hooks run, whether or not another one fails; the run is as it was.
  assert.equal(
    hookLine(events),
    "hook: Context/1 succeeded {} and another,by the step,second null\n",
  );
  assert.match(events.find((event) => event.type === "warning")!.message, /a hook that fails/);
});

Deno.test("a project keeps branches apart and marks production", async () => {
  await using lab = new Lab();
  const [test, production, wrong, none] = await Promise.all([
    lab.run(`${flows}:Context`, ["--branch", "b1"]),
    lab.run(`${flows}:Context`, ["--production"]),
    lab.flow(["run", `${flows}:Context`, "--branch", "a b"]),
    lab.flow(["run", `${flows}:Failing`, "--branch", "b1"]),
  ]);
  const branch = async (run: string) => (await lab.dump(run)).facts[0].project;
  assert.deepEqual(await branch(test.run), { name: "films", branch: "test.b1", production: false });
  assert.deepEqual(await branch(production.run), {
    name: "films",
    branch: "prod",
    production: true,
  });
  assert.deepEqual((await lab.status(test.run)).project.branch, "test.b1");
  assert.ok((await lab.status(production.run)).tags.includes("project_branch:prod"));
  for (const { code, stderr } of [wrong, none]) assert.equal(code, 2, stderr);
  assert.match(wrong.stderr, /"a b" cannot be a branch/);
  assert.match(none.stderr, /belongs to no project/);
});

Deno.test("an exit hook hears of a failure", async () => {
  await using lab = new Lab();
  const { events, code } = await lab.run(`${flows}:Failing`, [], { status: "failed" });
  assert.equal(code, 1);
  assert.equal(hookLine(events), "hook: Failing/1 no such film\n");
  assert.equal(events.at(-1)!.type, "run_finished");
});

Deno.test("exit hooks that take long are stopped by a second signal", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `import { exitHook, FlowSpec, step } from "flow";
    const long = async () => {
      console.log("hook: begins");
      await new Promise((resolve) => setTimeout(resolve, 600_000));
    };
    @exitHook({ onSuccess: long })
    export default class Patient extends FlowSpec {
      @step start() {}
    }`,
  );
  const running = lab.start(["run", file]);
  await running.untilLog("hook: begins");
  running.signal("SIGINT");
  await eventually("the first signal arrives", () => running.stderr.includes("once more"));
  running.signal("SIGINT");
  const { events, status } = await running.ended;
  assert.equal(status, "succeeded");
  assert.match(events.findLast((event) => event.type === "warning")!.message, /were stopped/);
});
