import assert from "node:assert/strict";
import { Lab } from "../acceptance/harness.ts";
import { Gate } from "./gate.ts";

const NEIGHBOURS = new URL("flows/neighbours.ts", import.meta.url).pathname;

Deno.test("a step reaches no other step, neither what it left nor while it runs", async () => {
  await using lab = new Lab();
  await using gate = new Gate();
  const { run } = await lab.run(`${NEIGHBOURS}:Neighbours`, [
    ...["--gate", gate.host],
    ...["--max-workers", "2"],
  ], { env: { NEIGHBOURS_SECRET: "hunter2hunter2" } });
  const { heard, seen } = await lab.dump(run);
  assert.deepEqual(heard, ["from its own Worker"]);
  assert.deepEqual(seen, {
    variable: "x",
    secret: "[secret]",
    // `undefined` stands in no JSON.
    global: seen.global,
    prototype: false,
    cached: true,
    file: "NotCapable",
    folder: "NotCapable",
    otherVariable: "NotCapable",
    otherSecret: "NotCapable",
  });
  assert.notEqual(seen.global, "by start");
  assert.deepEqual(lab.filesWith("hunter2"), []);
});

Deno.test("tasks of a step share a warm executor, but no timers and no temporary folder", async () => {
  await using lab = new Lab();
  const { run } = await lab.run(`${NEIGHBOURS}:Siblings`, ["--max-workers", "1"]);
  const { turns } = await lab.dump(run);
  assert.deepEqual(turns, [
    { count: 1, ticks: 0, file: false },
    { count: 2, ticks: 0, file: false },
    { count: 3, ticks: 0, file: false },
  ]);
});

Deno.test("--isolation fresh gives each task a process of its own", async () => {
  await using lab = new Lab();
  const { run, events } = await lab.run(`${NEIGHBOURS}:Siblings`, [
    ...["--max-workers", "1"],
    ...["--isolation", "fresh"],
  ]);
  const { turns } = await lab.dump(run);
  assert.deepEqual(turns.map((turn: { count: number }) => turn.count), [1, 1, 1]);
  const pids = events.filter(({ type }) => type === "task_started").map(({ pid }) => pid);
  assert.equal(new Set(pids).size, pids.length);
});

Deno.test("a step reads results of other flows only with the right to", async () => {
  await using lab = new Lab();
  const reader = (rights: string) => `
    import { Flow, FlowSpec, permissions, step } from "flow";
    export default class Reader extends FlowSpec {
      turns!: unknown;
      ${rights}
      @step
      async start() {
        const run = await new Flow("Siblings").latestRun();
        this.turns = await run!.get("turns");
      }
    }`;
  await lab.run(`${NEIGHBOURS}:Siblings`);
  const plain = lab.write("plain.ts", reader("").replace("permissions, ", ""));
  const { events } = await lab.run(plain, [], { status: "failed" });
  const { error } = events.find(({ type }) => type === "attempt_failed")!;
  assert.match(error.message, /Step "start" may not read results of flow "Siblings"/);
  assert.match(`${error.message} ${error.hint}`, /Add @permissions\(\{ flows: \["Siblings"\] \}\)/);
  const allowed = lab.write("allowed.ts", reader(`@permissions({ flows: ["Siblings"] })`));
  const { run } = await lab.run(allowed);
  assert.equal((await lab.dump(run)).turns.length, 3);
  const other = lab.write("other.ts", reader(`@permissions({ flows: ["Other"] })`));
  await lab.run(other, [], { status: "failed" });
});
