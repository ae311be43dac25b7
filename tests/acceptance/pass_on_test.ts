import assert from "node:assert/strict";
import { type Event, Lab } from "./harness.ts";

const HEAD =
  `import { current, environment, FlowSpec, permissions, resources, retry, step } from "flow";
const seen: string[] = [];
`;

function pidsOf(events: Event[]): Record<string, number[]> {
  const pids: Record<string, number[]> = {};
  for (const { type, step, pid } of events) {
    if (type === "task_started") (pids[step] ??= []).push(pid);
  }
  return pids;
}

Deno.test("a process goes from step to step, and takes nothing of one to the next", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `${HEAD}
const realm = globalThis as unknown as { left?: string };
export default class Passed extends FlowSpec {
  found!: unknown[];
  look() {
    seen.push(current.step);
    this.found = [...this.found, [seen.length, realm.left ?? null]];
    realm.left = current.step;
    Object.assign(Array.prototype, { left: true });
    console.log("in " + current.step);
  }
  @step start() { this.found = []; this.look(); this.next(this.middle); }
  @step middle() { this.look(); this.next(this.end); }
  @step end() { this.look(); }
}
`,
  );
  const { run, events } = await lab.run(file);
  const { found } = await lab.dump(run);
  assert.deepEqual(found, [[1, null], [1, null], [1, null]]);
  const pids = pidsOf(events);
  assert.deepEqual(Object.keys(pids), ["start", "middle", "end"]);
  assert.equal(new Set(Object.values(pids).flat()).size, 1);
  const logs = events.filter(({ type }) => type === "log").map(({ step, text }) => [step, text]);
  assert.deepEqual(
    logs,
    ["start", "middle", "end"].map((step) => [step, `in ${step}\n`]),
  );
});

Deno.test("a process is not passed on where rights, variables or memory differ, nor when fresh", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `${HEAD}
export default class Apart extends FlowSpec {
  @step start() { this.next(this.reads); }
  @permissions({ read: ["data"] }) @step reads() { this.next(this.rereads); }
  @permissions({ read: ["data"] }) @step rereads() { this.next(this.knows); }
  @environment({ vars: { COLOUR: "red" } }) @step knows() { this.next(this.knowsToo); }
  @environment({ vars: { COLOUR: "red" } }) @step knowsToo() { this.next(this.bounded); }
  @resources({ memory: 500 }) @step bounded() { this.next(this.end); }
  @step end() {}
}
`,
  );
  const passed = pidsOf((await lab.run(file)).events);
  assert.deepEqual(passed.reads, passed.rereads);
  assert.deepEqual(passed.start, passed.end);
  assert.equal(new Set(Object.values(passed).flat()).size, 5, JSON.stringify(passed));
  const fresh = pidsOf((await lab.run(file, ["--isolation", "fresh"])).events);
  assert.equal(new Set(Object.values(fresh).flat()).size, 7);
});

Deno.test("a step that gets more tasks keeps its process", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `${HEAD}
export default class Loop extends FlowSpec {
  rounds!: number;
  choice!: string;
  @step start() { this.rounds = 0; this.next(this.work); }
  @step work() { this.rounds++; this.next(this.judge); }
  @step judge() {
    this.choice = this.rounds < 5 ? "more" : "done";
    this.next({ more: this.work, done: this.end }, { switch: this.choice });
  }
  @step end() {}
}
`,
  );
  const { work, judge } = pidsOf((await lab.run(file)).events);
  assert.deepEqual([work!.length, judge!.length], [5, 5]);
  assert.equal(new Set(work).size, 1);
  assert.equal(new Set(judge).size, 1);
  assert.notEqual(work![0], judge![0]);
});

Deno.test("a process that dies in its second step is that step's failure alone", async () => {
  await using lab = new Lab();
  const file = lab.write(
    "flow.ts",
    `${HEAD}
export default class Dies extends FlowSpec {
  attempts!: number;
  @step start() { console.log("well"); this.next(this.fragile); }
  @retry({ times: 1, delay: 0 }) @step fragile() {
    this.attempts = current.attempt;
    if (current.attempt === 1) Deno.exit(3);
    this.next(this.end);
  }
  @step end() {}
}
`,
  );
  const { run, events } = await lab.run(file);
  assert.equal((await lab.dump(run)).attempts, 2);
  const failures = events.filter(({ type }) => type === "attempt_failed");
  assert.deepEqual(failures.map(({ step, error }) => [step, error.type]), [["fragile", "exit"]]);
  const { start, fragile } = pidsOf(events);
  assert.equal(start![0], fragile![0]);
  assert.notEqual(fragile![0], fragile![1]);
});
