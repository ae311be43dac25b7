import assert from "node:assert/strict";
import { digestsBySteps, flowFile, isAlive, Lab } from "./harness.ts";

const flows = flowFile("large_artifacts.ts");
const MB = 1024 * 1024;

Deno.test("large values are stored once, loaded only where they are read, and merged by digest", async () => {
  await using lab = new Lab();
  const { run } = await lab.run(`${flows}:Large`);
  const { memory, sum } = await lab.json(["dump", run, "--include", "memory,sum"]);
  const word = (at: number) => Math.imul(at, 2654435761) >>> 0;
  assert.equal(sum, word(3) + word((16 << 20) - 1) + MB + 77 + 1);
  assert.ok(memory.read - memory.pass > 48 * MB, `${memory.pass} and ${memory.read}`);
  const bytes = digestsBySteps(lab, "bytes");
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

Deno.test("a file of 300 MB is kept and read again while memory stays flat", async () => {
  await using lab = new Lab();
  const running = lab.start(["run", `${flows}:Files`]);
  const peaks = new Map<number, number>();
  const watch = async (pid: number) => {
    for (; isAlive(pid); await new Promise((resolve) => setTimeout(resolve, 5))) {
      try {
        const status = Deno.readTextFileSync(`/proc/${pid}/status`);
        const peak = /VmHWM:\s*(\d+) kB/.exec(status);
        if (peak !== null) peaks.set(pid, Number(peak[1]) * 1024);
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
    peaks.size >= 2 && [...peaks.values()].every((peak) => peak > 0 && peak < 250 * MB),
    [
      ...peaks.values(),
    ].join(),
  );
  const { model, copy, facts, note } = await lab.dump(run);
  assert.equal(model.size, 300 * MB);
  assert.deepEqual(copy, model);
  assert.deepEqual([note.$type, note.size], ["file", 6]);
  assert.deepEqual(facts, {
    bytes: 300 * MB,
    size: 300 * MB,
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

Deno.test("a file from elsewhere is kept if the step may read it", async () => {
  await using lab = new Lab();
  const { run } = await lab.run(`${flows}:Foreign`);
  const { kept } = await lab.dump(run);
  assert.equal(kept.size, Deno.statSync(flowFile("base.ts")).size);
  const { events } = await lab.run(`${flows}:Foreign`, ["--stolen"], { status: "failed" });
  const { name, message, stack } = events.at(-1)!.error;
  assert.match(`${name}: ${message}`, /NotCapable: Step "start" may not read "\.\/wide\.ts"/);
  assert.match(stack, /large_artifacts\.ts:\d+/);
});
