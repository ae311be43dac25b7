import assert from "node:assert/strict";
import { digestsBySteps, flowFile, Lab } from "./harness.ts";

const flows = flowFile("artifacts.ts");

Deno.test("artifacts go on from step to step, changed in place, deleted, or left alone", async () => {
  await using lab = new Lab();
  const { run } = await lab.run(`${flows}:Values`);
  const change = await lab.dump(`${run}/change`);
  assert.deepEqual(change.seen, {
    calls: 0,
    deep: 3,
    limits: 3,
    when: 1e12,
    big: "1180591620717411303424",
    ring: true,
    nothing: true,
    problem: [true, "wrong", "why", "E1"],
    floats: [2.5, { $type: "number", value: "-0" }, { $type: "number", value: "NaN" }],
    view: [1, 2, 3],
    columns: ["xxx", "yyy"],
  });
  assert.deepEqual(change.list, [1, 2]);
  assert.deepEqual(change.map, {
    $type: "map",
    entries: [["a", { $type: "set", values: [1, 2] }]],
  });
  assert.equal(change.replaced, "before and after");
  assert.ok("gone" in await lab.dump(`${run}/start`));
  assert.ok(!("gone" in change));
  // Branches and tasks of a foreach see nothing of each other's changes.
  assert.deepEqual((await lab.dump(`${run}/left`)).list, [1, 2, 10]);
  assert.deepEqual((await lab.dump(`${run}/right`)).list, [1, 2, 20, 2]);
  assert.deepEqual((await lab.dump(`${run}/join`)).list, [1, 2, 10, -1, 1, 2, 20, 2]);
  const end = await lab.dump(run);
  assert.deepEqual(end.list, [5, 6, 7, 8, 9, 10]);
  assert.match(end.missing[0], /input from step "each" has no artifact "gone"/);
  assert.deepEqual([end.col_x, end.limits, end.same], ["xxx", { low: 1, high: [2, 3] }, "same"]);
  // What is read and not changed, or set to what it was, is set by nobody else.
  assert.deepEqual(Object.keys(digestsBySteps(lab, "untouched")), ["start", "join", "each"]);
  assert.deepEqual(Object.keys(digestsBySteps(lab, "same")), ["start", "join", "gather"]);
  assert.equal(new Set(digestsBySteps(lab, "untouched").each).size, 6);
});

Deno.test("reading what was never set, or is deleted, throws and names the artifact and its setters", async () => {
  await using lab = new Lab();
  const [{ run }, unset] = await Promise.all([
    lab.run(`${flows}:Values`),
    lab.run(`${flows}:Unset`, [], { status: "failed" }),
  ]);
  const [gone, near, never, constant] = (await lab.dump(`${run}/look`)).missing;
  assert.match(gone, /step "look" reads artifact "gone"/i);
  assert.match(near, /"list2"/);
  assert.match(never, /"never"/);
  assert.match(constant, /"limits" is a constant/);
  const { error } = unset.events.at(-1)!;
  assert.match(error.message, /Step "end" reads artifact "mean".*set in "start"/);
  assert.deepEqual([error.file, error.step], [flows, "end"]);
  assert.ok(error.line > 0 && error.hint.length > 0);
});

Deno.test("a value that cannot be kept fails the task with its name and the path inside", async () => {
  await using lab = new Lab();
  const { events } = await lab.run(`${flows}:Unkeepable`, [], { status: "failed" });
  const { error } = events.at(-1)!;
  assert.equal(error.type, "artifact");
  assert.match(
    error.message,
    /artifact "table" cannot be kept: \.rows\[1\]\.callback is a function/,
  );
});

Deno.test("constants are kept also where a default is a function, which a process tells before the run", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `import { FlowSpec, param, step } from "flow";
    export default class Limits extends FlowSpec {
      day = param({ default: () => 5 });
      limit = 42;
      @step start() { this.next(this.end); }
      @step end() {}
    }`,
  );
  const { run } = await lab.run(file);
  assert.deepEqual(await lab.dump(run), { day: 5, limit: 42 });
  // Nothing is left to be run, so there is no process to tell them.
  const resumed = await lab.resume(file);
  assert.deepEqual(await lab.dump(resumed.run), { day: 5, limit: 42 });
});
