import assert from "node:assert/strict";
import { StoreFixture } from "../helpers/runs.ts";
import { flow, Folder } from "./command.ts";

/** Two runs of `Demo` and one of `Other`: a foreach that succeeded, one that failed, one that runs. */
function fixture(): StoreFixture {
  const store = new StoreFixture();
  const code = { "flow.ts": "one\ntwo\nthree\n", "lib.ts": "same\n" };
  const first = store.run({
    params: { minVotes: 5 },
    tags: ["nightly"],
    systemTags: ["user:ann"],
    created: Date.UTC(2026, 1, 3, 4, 5, 6),
    code,
  });
  first.foreach(["a", "b", "c"], (item, index) => ({ mean: index, label: `film ${item}` }));
  first.set(5, "big", 12n);
  first.set(5, "bytes", new Uint8Array([1, 2, 255]));
  const second = store.run({
    status: "failed",
    params: { minVotes: 6 },
    user: "bob",
    created: Date.UTC(2026, 1, 4, 4, 5, 6),
    code: { ...code, "flow.ts": "one\n2\nthree\n" },
  });
  const start = second.task("start", { next: { kind: "linear", targets: ["work"] } });
  second.task("work", {
    parent: start,
    status: "failed",
    logs: [[1, "reading\nha"], [2, "warn\x1b[2J\n"], [1, "lf\n\x1b[31mred\x1b[0m\n"]],
    error: { name: "TypeError", message: "no such film", stack: "", type: "error" },
  });
  store.run({ flow: "Other", status: "running", heartbeat: Date.now(), finished: null });
  return store;
}

const env = (store: StoreFixture) => ({ FLOW_STORE: store.dir });

Deno.test("runs lists runs that pass the filters, newest first", async () => {
  using store = fixture();
  const list = async (...args: string[]) => {
    const { code, stdout, stderr } = await flow(["runs", ...args, "--json"], { env: env(store) });
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as { run: string }[];
  };
  const names = async (...args: string[]) => (await list(...args)).map(({ run }) => run);
  assert.deepEqual(await names(), ["Other/1", "Demo/2", "Demo/1"]);
  assert.deepEqual(await names("Demo"), ["Demo/2", "Demo/1"]);
  assert.deepEqual(await names("--tag", "nightly", "--tag", "user:ann"), ["Demo/1"]);
  assert.deepEqual(await names("--tag", "nightly", "--tag", "none"), []);
  assert.deepEqual(await names("--status", "failed"), ["Demo/2"]);
  assert.deepEqual(await names("--user", "bob"), ["Demo/2"]);
  assert.deepEqual(await names("--limit", "1"), ["Other/1"]);
  const [run] = await list("--tag", "nightly");
  assert.deepEqual(run, {
    run: "Demo/1",
    flow: "Demo",
    status: "succeeded",
    created: "2026-02-03T04:05:06.000Z",
    finished: "2026-02-03T04:05:06.010Z",
    user: "ann",
    tags: ["nightly", "user:ann"],
    params: { minVotes: 5 },
    project: null,
    origin: null,
    tasks: { queued: 0, running: 0, succeeded: 6, caught: 0, failed: 0, cancelled: 0 },
    error: null,
  });
});

Deno.test("runs draws a table for people", async () => {
  using store = fixture();
  const { stdout } = await flow(["runs"], { env: env(store) });
  const lines = stdout.trimEnd().split("\n");
  assert.match(lines[0]!, /^run +status +started +took +tasks +user +tags$/);
  assert.match(lines[3]!, /^Demo\/1 +succeeded .* 10 ms +6 tasks succeeded +ann +nightly$/);
});

Deno.test("what is not there is named, with what there is", async () => {
  using store = fixture();
  const cases: [args: string[], message: string, hint: string][] = [
    [["runs", "Dem"], '"Dem"', 'Did you mean "Demo"?'],
    [["status", "Demo/9"], '"Demo/9"', '"Demo/2"'],
    [["status", "Demo/1/scor"], 'Run "Demo/1" has no step "scor"', ""],
    [["status", "Demo/1/score/1"], "Task 1", '"Demo/1/start/1"'],
    [["dump", "Demo/1/score/2/mena"], '"mena"', 'Did you mean "mean"?'],
    [["dump", "Demo/2"], "no artifacts", "flow dump Demo/2/STEP"],
  ];
  for (const [args, message, hint] of cases) {
    const { code, stdout, stderr } = await flow(args, { env: env(store) });
    assert.equal(code, 1, stderr);
    assert.equal(stdout, "");
    assert.ok(stderr.includes(message), stderr);
    assert.ok(stderr.includes(hint), stderr);
  }
  const bad = await flow(["status", "Demo/x"], { env: env(store) });
  assert.equal(bad.code, 2);
  assert.match(bad.stderr, /"Demo\/x" is not a pathspec/);
});

Deno.test("a store that is not there is an error that says how to get one", async () => {
  using folder = new Folder();
  const { code, stderr } = await flow(["runs"], { cwd: folder.path });
  assert.equal(code, 1);
  assert.match(stderr, /^error: There is no store at/);
  assert.match(stderr, /flow run/);
});

Deno.test("the store is found upwards, named by --store, and by FLOW_STORE", async () => {
  using store = fixture();
  Deno.mkdirSync(`${store.root}/deep/down`, { recursive: true });
  using other = new Folder();
  const found = async (args: string[], options: Parameters<typeof flow>[1]) =>
    JSON.parse((await flow(["runs", "--json", ...args], options)).stdout).length;
  assert.equal(await found([], { cwd: `${store.root}/deep/down` }), 3);
  assert.equal(await found(["--store", store.dir], { cwd: other.path }), 3);
  assert.equal(await found([], { cwd: other.path, env: env(store) }), 3);
});

Deno.test("status of a run tells its steps, what failed and what to do next", async () => {
  using store = fixture();
  const { code, stdout } = await flow(["status", "Demo"], { env: env(store) });
  assert.equal(code, 0);
  for (
    const part of [
      "Demo/2 failed",
      "1 task succeeded, 1 failed",
      "--minVotes",
      "✗ work/2 failed",
      "TypeError: no such film",
      "│ half",
      "flow resume /flows/Demo.ts:Demo --run Demo/2",
      "flow logs Demo/2/work/2",
    ]
  ) assert.ok(stdout.includes(part), `${part}\n${stdout}`);
  const json = JSON.parse((await flow(["status", "Demo/1", "--json"], { env: env(store) })).stdout);
  assert.equal(json.status, "succeeded");
  assert.deepEqual(json.tasks.succeeded, 6);
  assert.deepEqual(json.steps.map(({ step }: { step: string }) => step), [
    "start",
    "score",
    "gather",
    "end",
  ]);
});

Deno.test("status of a step and of a task", async () => {
  using store = fixture();
  const step = await flow(["status", "Demo/1/score", "--json"], { env: env(store) });
  const tasks = JSON.parse(step.stdout);
  assert.deepEqual(tasks.map(({ task }: { task: number }) => task), [2, 3, 4]);
  assert.equal(tasks[0].pathspec, "Demo/1/score/2");
  const task = await flow(["status", "Demo/1/score/3", "--json"], { env: env(store) });
  const { foreach, attempts, artifacts, parents, children } = JSON.parse(task.stdout);
  assert.deepEqual([parents, children], [["Demo/1/start/1"], ["Demo/1/gather/5"]]);
  assert.deepEqual(foreach, [{ step: "start", index: 1, size: 3 }]);
  assert.equal(attempts.length, 1);
  assert.ok(
    artifacts.some(({ name, setBy }: { name: string; setBy: number }) =>
      name === "mean" && setBy === 3
    ),
  );
  assert.match((await flow(["status", "Demo/1/score"], { env: env(store) })).stdout, /3 tasks/);
  const people = await flow(["status", "Demo/1/score/3"], { env: env(store) });
  assert.match(people.stdout, /item 2 of the 3 that start split into/);
});

Deno.test("logs of one task are as they were, of several with their names", async () => {
  using store = fixture();
  const logs = async (...args: string[]) =>
    (await flow(["logs", ...args], { env: env(store) })).stdout;
  assert.equal(await logs("Demo/2/work/2"), "reading\nwarn\\x1b[2J\nhalf\nred\n");
  assert.equal(await logs("Demo/2/work/2", "--stdout"), "reading\nhalf\nred\n");
  assert.equal(await logs("Demo/2/work/2", "--stderr"), "warn\\x1b[2J\n");
  assert.equal(await logs("Demo/2/work/2", "--tail", "1"), "red\n");
  assert.equal(
    await logs("Demo/1/score"),
    "score/2 │ scoring a\nscore/3 │ scoring b\nscore/4 │ scoring c\n",
  );
  assert.equal(await logs("Demo/1/score", "--follow"), await logs("Demo/1/score"));
  const lines = JSON.parse(await logs("Demo/2/work", "--json"));
  assert.deepEqual(lines.at(-1), {
    step: "work",
    task: 2,
    attempt: 1,
    stream: "stdout",
    time: "1970-01-01T00:00:02.002Z",
    text: "\x1b[31mred\x1b[0m",
  });
  assert.deepEqual(JSON.parse(await logs("Demo/1/start", "--json")), []);
});

Deno.test("dump prints artifacts for people and in the extended form of JSON", async () => {
  using store = fixture();
  const dump = async (...args: string[]) => await flow(["dump", ...args], { env: env(store) });
  assert.deepEqual(JSON.parse((await dump("Demo/1", "--json")).stdout), {
    big: { $type: "bigint", value: "12" },
    bytes: { $type: "bytes", base64: "AQL/" },
    minVotes: 5,
    total: 3,
  });
  assert.deepEqual(JSON.parse((await dump("Demo/1/score/3/mean", "--json")).stdout), { mean: 1 });
  const chosen = await dump("Demo/1/score/3", "--include", "mean,label", "--json");
  assert.deepEqual(JSON.parse(chosen.stdout), { mean: 1, label: "film b" });
  assert.match((await dump("Demo/1/score/3")).stdout, /^label json, \d+ B {2}film b$/m);
  const several = await dump("Demo/1/score");
  assert.equal(several.code, 2);
  assert.match(several.stderr, /Name one, such as "Demo\/1\/score\/2"/);
});

Deno.test("dump --out writes bytes as they are and other values as JSON", async () => {
  using store = fixture();
  using folder = new Folder();
  const out = `${folder.path}/out`;
  const one = await flow(["dump", "Demo/1/gather/5/bytes", "--out", out], { env: env(store) });
  assert.equal(one.code, 0, one.stderr);
  assert.deepEqual([...Deno.readFileSync(out)], [1, 2, 255]);
  await flow(["dump", "Demo/1", "--include", "total", "--out", out], { env: env(store) });
  assert.deepEqual(JSON.parse(folder.read("out")), { total: 3 });
  const nowhere = await flow(["dump", "Demo/1", "--out", `${folder.path}/no/x`], {
    env: env(store),
  });
  assert.equal(nowhere.code, 1);
  assert.match(nowhere.stderr, /Cannot write/);
});

Deno.test("tag adds, removes and lists", async () => {
  using store = fixture();
  const tag = async (...args: string[]) =>
    await flow(["tag", ...args, "--json"], { env: env(store) });
  assert.deepEqual(JSON.parse((await tag("add", "Demo/1", "pin", "best")).stdout), [
    "best",
    "nightly",
    "pin",
    "user:ann",
  ]);
  assert.deepEqual(JSON.parse((await tag("remove", "Demo/1", "best")).stdout), [
    "nightly",
    "pin",
    "user:ann",
  ]);
  assert.deepEqual(JSON.parse((await tag("list", "Demo/1")).stdout), [
    "nightly",
    "pin",
    "user:ann",
  ]);
  assert.deepEqual(JSON.parse((await tag("list")).stdout), [
    { tag: "nightly", runs: 1 },
    { tag: "pin", runs: 1 },
  ]);
  const system = await tag("remove", "Demo/1", "user:ann");
  assert.equal(system.code, 2);
  assert.match(system.stderr, /it is a system tag/);
});

Deno.test("diff compares parameters, artifacts, code and steps", async () => {
  using store = fixture();
  const { code, stdout, stderr } = await flow(["diff", "Demo/1", "Demo/2", "--json"], {
    env: env(store),
  });
  assert.equal(code, 0, stderr);
  const difference = JSON.parse(stdout);
  assert.deepEqual(difference.params, { minVotes: [5, 6] });
  assert.deepEqual(difference.code, { changed: ["flow.ts"], added: [], removed: [], same: 1 });
  assert.deepEqual(difference.status, ["succeeded", "failed"]);
  const people = await flow(["diff", "Demo/1", "Demo/2", "--code"], { env: env(store) });
  for (const part of ["minVotes: 5 → 6", "~ flow.ts", "- two", "+ 2"]) {
    assert.ok(people.stdout.includes(part), people.stdout);
  }
});

Deno.test("names that a flow chose cannot act on the terminal", async () => {
  using store = new StoreFixture();
  const run = store.run({
    flow: "Evil\x1b]0;x\x07",
    tags: ["a\x1b[2J"],
    params: { "p\x9b2J": "\x1b[H" },
  });
  run.task("s\x1b[1m", { next: { kind: "end", targets: [] }, sets: { "v\x1b[2J": "\x1b[3J" } });
  for (const args of [["runs"], ["status", run.flow], ["dump", run.flow], ["tag", "list"]]) {
    const { code, stdout, stderr } = await flow(args, { env: env(store) });
    assert.equal(code, 0, stderr);
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(stdout + stderr, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  }
});
