import assert from "node:assert/strict";
import { flowFile, Lab, startedSteps } from "./harness.ts";

const flow = flowFile("journey.ts");

Deno.test("step runs one task again, alone, on what it began with, wherever it is in the graph", async () => {
  await using lab = new Lab();
  const rights = `--allow-read=${lab.path}`;
  const { run } = await lab.run(flow, ["--folder", lab.path, "--seed", "3", rights]);
  const [inner] = lab.query(`SELECT number FROM tasks WHERE step = 'inner' AND split_index = 1
    ORDER BY number DESC LIMIT 1`);
  const [closeInner] = lab.query(`SELECT number FROM tasks WHERE step = 'closeInner'
    AND split_index = 2`);
  const [turn] = lab.query("SELECT max(number) AS number FROM tasks WHERE step = 'turn'");
  const pathspecs = [
    `${run}/prepare`,
    `${run}/turn/${turn!.number}`,
    `${run}/inner/${inner!.number}`,
    `${run}/closeInner/${closeInner!.number}`,
    `${run}/closeOuter`,
    `${run}/join`,
    `${run}/start`,
    `${run}/end`,
  ];
  const withoutChance = ({ drawn: _, ...values }: Record<string, unknown>) => values;
  for (const pathspec of pathspecs) {
    const [, , step, task] = pathspec.split("/");
    const again = await lab.drive(["step", pathspec, rights]);
    assert.deepEqual(startedSteps(again.events), [step]);
    assert.equal(again.events[0]!.origin, run);
    const first = await lab.dump(pathspec);
    const second = await lab.dump(`${again.run}/${step}${task === undefined ? "" : `/${task}`}`);
    if (step === "start") assert.deepEqual(withoutChance(second), withoutChance(first));
    // `current.originRun` is there to tell.
    else if (step === "end") assert.equal(second.trace.at(-1), "origin true");
    else assert.deepEqual(second, first);
  }
  // The run itself is as it was, and a resumed run goes on from it and not from these.
  assert.equal((await lab.status(run)).tasks.succeeded, 24);
  const resumed = await lab.resume(flow, ["end", rights]);
  assert.equal(resumed.events[0]!.origin, run);
});

Deno.test("step runs a task that has failed, with mended code from another file", async () => {
  await using lab = new Lab();
  const rights = `--allow-read=${lab.path}`;
  lab.write("trouble", "fail inner 22");
  const { run } = await lab.run(flow, ["--folder", lab.path, rights], { status: "failed" });
  const [failed] = lab.query("SELECT number FROM tasks WHERE status = 'failed'");
  const pathspec = `${run}/inner/${failed!.number}`;
  const still = await lab.drive(["step", pathspec, rights], { status: "failed" });
  assert.equal(still.code, 1);
  assert.equal(still.events.at(-1)!.error.message, "trouble at inner 22");
  const source = Deno.readTextFileSync(flow);
  const mended = lab.write("flow.ts", source.replace("this.number += ones;", "this.number = 99;"));
  const again = await lab.drive(["step", pathspec, "--file", mended, rights]);
  assert.equal((await lab.dump(`${again.run}/inner/${failed!.number}`)).number, 99);
});

Deno.test("step says what is wrong with what it is given", async () => {
  await using lab = new Lab();
  await lab.run(`${flowFile("wide.ts")}:Wide`, ["--width", "3"]);
  const cases: [string, RegExp][] = [
    ["Wide/1", /names no step/],
    ["Wide/2/start", /Wide\/2/],
    ["Wide/1/strat", /"strat"/],
    ["Wide/1/each", /several tasks/],
    ["Wide/1/each/99", /99/],
    ["nonsense", /nonsense/],
  ];
  const results = await Promise.all(cases.map(([pathspec]) => lab.flow(["step", pathspec])));
  results.forEach(({ code, stderr }, at) => {
    assert.match(stderr, cases[at]![1]);
    assert.ok(code === 1 || code === 2, String(code));
    assert.doesNotMatch(stderr, /defect/);
  });
});
