import assert from "node:assert/strict";
import { isAlive, Lab } from "../acceptance/harness.ts";

const LEAVERS = new URL("flows/leavers.ts", import.meta.url).pathname;

/** How the first task of an executor finds everything. */
const FRESH = {
  folder: true,
  mask: 0o22,
  variable: "none",
  console: true,
  handler: true,
  heard: 0,
  worker: false,
  program: false,
  port: "free",
  global: false,
  prototype: false,
  nodeTimer: false,
};

/** What the default level does not hold. When one of these changes, so must docs/isolation.md. */
const LEFT = { port: "AddrInUse", global: true, prototype: true, nodeTimer: true };

async function turns(lab: Lab, args: string[]): Promise<Record<string, unknown>[]> {
  const { run, events } = await lab.run(LEAVERS, ["--max-workers", "1", ...args]);
  const pids = events.filter(({ type }) => type === "task_started").map(({ pid }) => pid);
  assert.ok(!pids.some(isAlive));
  const { turns } = await lab.dump(run);
  // The mask is that of whoever runs the tests.
  const mask = Deno.umask();
  return turns.map((turn: { mask: number }) => ({
    ...turn,
    mask: turn.mask === mask ? FRESH.mask : turn.mask,
  }));
}

Deno.test({
  name: "what a task changes around it is put back for the next one of a warm executor",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using lab = new Lab();
    assert.deepEqual(await turns(lab, []), [FRESH, { ...FRESH, ...LEFT }]);
  },
});

Deno.test({
  name: "with --isolation fresh a task leaves nothing at all",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using lab = new Lab();
    assert.deepEqual(await turns(lab, ["--isolation", "fresh"]), [FRESH, FRESH]);
  },
});

Deno.test("a task that cannot go back to the working folder cannot leave it", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `import { current, FlowSpec, step } from "flow";
    export default class Away extends FlowSpec {
      @step
      start() {
        Deno.chdir(current.tempDir);
      }
    }`,
  );
  const { events } = await lab.run(file, [], { status: "failed" });
  assert.equal(events.at(-1)!.error.type, "permission");
});
