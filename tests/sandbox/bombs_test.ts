import assert from "node:assert/strict";
import { requireNamespaces } from "../../core/runtime/pool/namespace.ts";
import { eventually, Lab } from "../acceptance/harness.ts";

const BOMBERS = new URL("flows/bombers.ts", import.meta.url).pathname;

Deno.test("memory by many small pieces, or by little that becomes much, is held as any", async () => {
  await using lab = new Lab();
  const { run } = await lab.run(BOMBERS);
  const { failures } = await lab.dump(run);
  const types = Object.fromEntries(
    Object.entries(failures).map(([name, failure]) => [
      name,
      (failure as { type: string } | null)?.type,
    ]),
  );
  assert.deepEqual(types, {
    nothing: undefined,
    "many texts": "memory",
    "many small buffers": "memory",
    "many promises": "memory",
    "many Workers": "memory",
    "a file of nothing": "memory",
    "an object that unpacks to much": "memory",
    "a value that is its own parts": "memory",
  });
  // What is only named is not unpacked.
  const { zeros } = await lab.dump(`${run}/start`);
  assert.deepEqual([zeros.$type, zeros.size], ["file", 320 << 20]);
});

/** Processes that have this in their command line. */
function marked(mark: string): number[] {
  const found: number[] = [];
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const words = Deno.readTextFileSync(`/proc/${name}/cmdline`).split("\0");
      if (words[0] === "sleep" && words[1] === mark) found.push(Number(name));
    } catch {
      // It has ended.
    }
  }
  return found;
}

/** Seconds that nobody else sleeps. */
function makeMark(): string {
  return String(1_000_000 + Math.floor(Math.random() * 1e9));
}

Deno.test({
  name: "programs that a step starts end with its process, however that ends",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using lab = new Lab();
    const mark = makeMark();
    const { events } = await lab.run(`${BOMBERS}:Forks`, ["--mark", mark]);
    const failed = events.filter(({ type }) => type === "task_caught").map(({ error }) =>
      error.type
    );
    assert.deepEqual(failed.sort(), ["error", "killed"]);
    await eventually("no program is left", () => marked(mark).length === 0);
  },
});

const hasSetsid = await new Deno.Command("setsid", { args: ["true"], stderr: "null" }).output()
  .then(({ success }) => success, () => false);

// What the default level does not hold. When it changes, so must docs/isolation.md.
Deno.test({
  name: "a program that leaves its process group outlives its step",
  ignore: Deno.build.os !== "linux" || !hasSetsid,
  async fn() {
    await using lab = new Lab();
    const mark = makeMark();
    try {
      await lab.run(`${BOMBERS}:Forks`, ["--mark", mark, "--way", "setsid"]);
      assert.ok(marked(mark).length > 0);
    } finally {
      for (const pid of marked(mark)) Deno.kill(pid, "SIGKILL");
    }
  },
});

const isStrictHere = await requireNamespaces().then(() => true, () => false);

Deno.test({
  name: "in the strict sandbox not even that",
  ignore: !isStrictHere || !hasSetsid,
  async fn() {
    await using lab = new Lab();
    const mark = makeMark();
    const args = ["--mark", mark, "--way", "setsid", "--sandbox", "strict"];
    await lab.run(`${BOMBERS}:Forks`, args);
    await eventually("no program is left", () => marked(mark).length === 0);
  },
});
