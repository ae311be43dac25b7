import assert from "node:assert/strict";
import { flowFile, isAlive, Lab } from "./harness.ts";

const flows = flowFile("artifacts.ts");
const MB = 1024 * 1024;

/** The digest of an artifact that a task has set itself, by step and name. */
function digests(lab: Lab, name: string): Record<string, string[]> {
  const rows = lab.query(
    `SELECT t.step, a.digest FROM tasks t JOIN artifacts a ON a.run = t.run AND a.task = t.number
    WHERE a.name = ? ORDER BY t.number`,
    name,
  );
  const found: Record<string, string[]> = {};
  for (const { step, digest } of rows) (found[step] ??= []).push(digest);
  return found;
}

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
  assert.deepEqual(Object.keys(digests(lab, "untouched")), ["start", "join", "each"]);
  assert.deepEqual(Object.keys(digests(lab, "same")), ["start", "join", "gather"]);
  assert.equal(new Set(digests(lab, "untouched").each).size, 6);
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

Deno.test("large values are stored once, loaded only where they are read, and merged by digest", async () => {
  await using lab = new Lab();
  const { run } = await lab.run(`${flows}:Large`);
  const { memory, sum } = await lab.json(["dump", run, "--include", "memory,sum"]);
  const word = (at: number) => Math.imul(at, 2654435761) >>> 0;
  assert.equal(sum, word(3) + word((16 << 20) - 1) + MB + 77 + 1);
  assert.ok(memory.read - memory.pass > 48 * MB, `${memory.pass} and ${memory.read}`);
  const bytes = digests(lab, "bytes");
  assert.deepEqual(Object.keys(bytes), ["start", "change", "join"]);
  assert.equal(new Set(Object.values(bytes).flat()).size, 2);
  assert.deepEqual(bytes.join, bytes.change);
  const out = `${lab.path}/bytes.bin`;
  const { number } = lab.query("SELECT number FROM tasks WHERE step = 'end'")[0]!;
  const { code, stderr } = await lab.flow(["dump", `${run}/end/${number}/bytes`, "--out", out]);
  assert.equal(code, 0, stderr);
  const file = await Deno.readFile(out);
  assert.equal(file.length, 64 * MB);
  assert.equal(new DataView(file.buffer).getUint32(12, true), word(3));
  assert.equal(file[5], 77);
  const [row] = lab.query("SELECT size, data FROM objects WHERE digest = ?", bytes.start![0]!);
  assert.deepEqual({ ...row }, { size: 64 * MB, data: null });
});

Deno.test("memory that a step goes on using is kept as it was when the task ended", async () => {
  await using lab = new Lab();
  const { run } = await lab.run(`${flows}:SharedMemory`, ["--max-workers", "1"]);
  const expected = [0, 1, 2, 3, 4, 5].map((
    item,
  ) => [item, ...[500_000, 500_000, 250_000, 500_000, 4].flatMap((length) => [length, item])]);
  assert.deepEqual((await lab.dump(run)).seen, expected);
});

Deno.test("a file of 200 MB is kept and read again while memory stays flat", async () => {
  await using lab = new Lab();
  const running = lab.start(["run", `${flows}:Files`]);
  const peaks = new Map<number, number>();
  const watch = async (pid: number) => {
    for (; isAlive(pid); await new Promise((resolve) => setTimeout(resolve, 5))) {
      try {
        const status = Deno.readTextFileSync(`/proc/${pid}/status`);
        peaks.set(pid, Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1] ?? 0) * 1024);
      } catch {
        // It has just ended.
      }
    }
  };
  const watches = [watch(running.pid)];
  for (const step of ["start", "read"]) {
    const { pid } = await running.until((e) => e.type === "task_started" && e.step === step);
    watches.push(watch(pid));
  }
  const { run, status, stderr } = await running.ended;
  await Promise.all(watches);
  assert.equal(status, "succeeded", stderr);
  assert.ok(
    peaks.size === 3 && [...peaks.values()].every((peak) => peak > 0 && peak < 200 * MB),
    [
      ...peaks.values(),
    ].join(),
  );
  const { model, copy, facts, note } = await lab.dump(run);
  assert.equal(model.size, 200 * MB);
  assert.deepEqual(copy, model);
  assert.deepEqual([note.$type, note.size], ["file", 6]);
  assert.deepEqual(facts, {
    bytes: 200 * MB,
    size: 200 * MB,
    digest: model.digest,
    note: "a note",
    isFile: true,
  });
  // Temporary folders go with their tasks.
  const left = [...Deno.readDirSync(`${lab.store}/tmp`)].filter(({ name }) =>
    name.startsWith("x-")
  );
  assert.deepEqual(left, []);
});

Deno.test("a file of others cannot be kept", async () => {
  await using lab = new Lab();
  const { events } = await lab.run(`${flows}:Foreign`, [], { status: "failed" });
  assert.match(events.at(-1)!.error.message, /not in the task's temporary folder/);
});
