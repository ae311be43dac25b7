import assert from "node:assert/strict";
import { flowFile, Lab } from "./harness.ts";

const flows = flowFile("merging.ts");

Deno.test("a join sees its inputs by index, name and iteration, and merges what they agree on", async () => {
  await using lab = new Lab();
  const { run } = await lab.run(`${flows}:Merging`);
  const { notes, ...merged } = await lab.dump(`${run}/failing`);
  assert.deepEqual(merged, {
    agreed: [1, 2, 2],
    common: { list: [1] },
    factor: 2,
    fixed: "constant",
    onlyA: "a alone",
    onlyB: "b alone",
    settled: "by the join",
  });
  const different = 'Cannot merge "conflict" in join "failing": the inputs have different values';
  assert.deepEqual(notes, {
    problems: [
      `${different} (nothing set)`,
      'Cannot merge "nowhere" in join "failing": no input has it (nothing set)',
      'Step "failing" merges something else than its inputs (nothing set)',
    ],
    length: 3,
    names: ["from a", "from b", "from a"],
    byName: ["a alone", "b alone"],
    byIndex: ["from a", "from a", true],
    item: [{ $type: "undefined" }, -1],
    constant: ["constant", 2],
    has: [true, false, false],
    atStart: [false, true],
    after: [[1, 2, 2], "a alone", "b alone", "by the join", [1]],
  });
});

Deno.test("a join of a foreach sees items and indexes, and nothing that an inner join has left out", async () => {
  await using lab = new Lab();
  // In a store with the other kind of digests.
  const { run } = await lab.run(`${flows}:Merging`, [], { env: { FLOW_DIGEST: "blake3" } });
  assert.deepEqual((await lab.dump(run)).notes, {
    inputs: [["x", 0, "x"], ["y", 1, "y"], ["z", 2, "z"]],
    seen: ["conflict", "factor"],
    names: ["notes"],
  });
  const { artifacts } = await lab.status(`${run}/start/1`);
  assert.ok(artifacts.every((one: { digest: string }) => one.digest.startsWith("blake3:")));
});

Deno.test("a conflict that nobody settles fails the join and names the artifact", async () => {
  await using lab = new Lab();
  const { run, events } = await lab.run(`${flows}:Conflicting`, [], { status: "failed" });
  const { error } = events.at(-1)!;
  assert.match(error.message, /Cannot merge "value" in join "join"/);
  assert.match(error.hint, /exclude/);
  assert.equal(error.file, flows);
  const { tasks } = await lab.status(run);
  assert.deepEqual([tasks.succeeded, tasks.failed], [4, 1]);
});
