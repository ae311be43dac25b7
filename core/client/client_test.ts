import assert from "node:assert/strict";
import { ObjectStore } from "../../store/objects/object_store.ts";
import { StoreFixture } from "../../tests/helpers/runs.ts";
import { FlowError } from "../../store/error.ts";
import { Artifact, Flow, flows, openStore, Run, setReader, Step, Task } from "./mod.ts";
import { currentReader } from "./current_reader.ts";
import { LocalReader } from "./local_reader.ts";
import { PAGE } from "./paging.ts";

/** The shape of a flow's class, as far as the client's types look at it. */
declare class Genres {
  minVotes: number;
  total: number;
  mean: Map<string, number>;
  score(genre: string): void;
}

/** A store with runs, and what reads it. */
function withStore(test: (store: StoreFixture, reader: LocalReader) => Promise<void>) {
  return async () => {
    using store = new StoreFixture();
    using reader = new LocalReader(store.dir);
    await test(store, reader);
  };
}

const paths = async (list: AsyncIterable<{ pathspec: string }>) =>
  (await Array.fromAsync(list)).map(({ pathspec }) => pathspec);

/** Passes for the error for people that has this message and hint. */
const says = (message: RegExp, hint: RegExp) => (error: unknown) => {
  assert.ok(error instanceof FlowError, String(error));
  assert.match(error.message, message);
  assert.match(error.hint ?? "", hint);
  return true;
};

Deno.test(
  "Run tells its facts and follows a run that goes on",
  withStore(async (store, reader) => {
    const origin = store.run({ flow: "Genres", created: 500, status: "failed" });
    const made = store.run({
      flow: "Genres",
      status: "running",
      created: 1000,
      finished: null,
      heartbeat: Date.now(),
      originRun: origin.id,
      params: { minVotes: 5 },
      project: { name: "p", branch: "prod", production: true },
    });
    const run = new Run("Genres/2", reader);
    assert.equal(await run.status, "running");
    assert.equal(await run.finished, null);
    assert.deepEqual(await run.created, new Date(1000));
    assert.deepEqual(await run.params, { minVotes: 5 });
    assert.equal((await run.project)!.branch, "prod");
    assert.equal(await run.user, "ann");
    assert.equal(await run.error, null);
    assert.equal((await run.originRun)!.pathspec, "Genres/1");
    assert.equal(await new Run("Genres/1", reader).originRun, null);
    assert.equal((await run.graph).flow, "Genres");
    store.db.prepare("UPDATE runs SET status = 'succeeded', finished = 2000 WHERE id = ?")
      .run(made.id);
    assert.equal(await run.status, "succeeded");
    assert.deepEqual(await run.finished, new Date(2000));
    assert.equal(`${run}`, "Genres/2");
  }),
);

Deno.test(
  "Run.get() reads artifacts at the end, with the flow's types",
  withStore(async (store, reader) => {
    const made = store.run({ flow: "Genres", params: { minVotes: 5 } });
    made.foreach(["a", "b"], () => ({}));
    made.set(5, "mean", new Map([["a", 1]]));
    const run = new Run<Genres>("Genres/1", reader);
    const total: number = await run.get("total");
    const mean: Map<string, number> = await run.get("mean");
    assert.equal(total, 2);
    assert.deepEqual(mean, new Map([["a", 1]]));
    assert.equal(await run.get("minVotes"), 5);
    // @ts-expect-error a method is no artifact
    await assert.rejects(run.get("score"), FlowError);
    // @ts-expect-error the flow has no such artifact
    await assert.rejects(run.get("totl"), says(/"Genres\/1" has no artifact "totl"/, /"total"/));
    assert.deepEqual(await paths(run.artifacts()), [
      "Genres/1/end/5/mean",
      "Genres/1/end/5/minVotes",
      "Genres/1/end/5/total",
    ]);
    assert.equal((await run.endTask)!.pathspec, "Genres/1/end/5");
    const untyped = new Run("Genres/1", reader);
    assert.equal(await untyped.get("total"), 2);
  }),
);

Deno.test(
  "Run.get() of a run without an end gives parameters, and says why there is no more",
  withStore(async (store, reader) => {
    const made = store.run({ status: "failed", params: { p: 1 } });
    made.task("start", { sets: { x: 1 }, status: "failed" });
    const run = new Run("Demo/1", reader);
    assert.equal(await run.get("p"), 1);
    assert.equal(await run.endTask, null);
    await assert.rejects(run.get("x"), says(/no artifact "x"/, /no end task.*"failed"/));
    assert.equal(await new Task("Demo/1/start/1", reader).get("x"), 1);
  }),
);

Deno.test(
  "Run takes the newest run of a flow, and keeps to it",
  withStore(async (store, reader) => {
    store.run({ created: 1 });
    store.run({ created: 2 });
    for (const pathspec of ["Demo", "Demo/latest"]) {
      const run = new Run(pathspec, reader);
      assert.equal(run.pathspec, "Demo/latest");
      assert.equal(await run.status, "succeeded");
      assert.equal(run.pathspec, "Demo/2");
    }
    const run = new Run("Demo", reader);
    await run.status;
    store.run({ created: 3, status: "failed" });
    assert.equal(await run.status, "succeeded");
    assert.equal(run.flow, "Demo");
  }),
);

Deno.test(
  "Run.addTag() and removeTag() change the tags of users",
  withStore(async (store, reader) => {
    store.run({ tags: ["b"], systemTags: ["user:ann"] });
    const run = new Run("Demo/1", reader);
    await run.addTag("a", "c");
    await run.removeTag("b");
    assert.deepEqual(await run.tags, ["a", "c", "user:ann"]);
    assert.deepEqual(await run.userTags, ["a", "c"]);
    await assert.rejects(run.removeTag("user:ann"), { code: "system-tag" });
    await assert.rejects(run.addTag("a\n"), { code: "bad-tag" });
  }),
);

Deno.test(
  "Flow.runs() pages over all, and filters",
  withStore(async (store, reader) => {
    store.db.exec("BEGIN");
    for (let i = 1; i <= 2 * PAGE + 3; i++) {
      store.run({ created: i, status: i % 3 === 0 ? "failed" : "succeeded", tags: [`t${i % 2}`] });
    }
    store.db.exec("COMMIT");
    const flow = new Flow("Demo", reader);
    const all = await paths(flow.runs());
    assert.equal(all.length, 2 * PAGE + 3);
    assert.equal(new Set(all).size, all.length);
    assert.deepEqual(all.slice(0, 2), ["Demo/403", "Demo/402"]);
    const some = await paths(flow.runs({ status: "failed", tags: ["t0"], since: new Date(395) }));
    assert.deepEqual(some, ["Demo/402", "Demo/396"]);
    assert.deepEqual(await paths(flow.runs({ tags: ["none"] })), []);
    assert.equal((await flow.latestRun())!.pathspec, "Demo/403");
    assert.equal((await flow.latestSuccessfulRun({ tags: ["t0"] }))!.pathspec, "Demo/400");
    assert.equal(await flow.latestRun({ status: "cancelled" }), null);
    assert.equal(flow.run(7).pathspec, "Demo/7");
  }),
);

Deno.test(
  "Flow.latestRun() leaves out a step that was run again",
  withStore(async (store, reader) => {
    store.run({ created: 1 });
    store.run({ created: 2, systemTags: ["step:score"] });
    assert.equal((await new Flow("Demo", reader).latestRun())!.pathspec, "Demo/1");
    assert.equal((await Array.fromAsync(new Flow("Demo", reader).runs())).length, 2);
  }),
);

Deno.test(
  "Flow.runs() keeps branches of a project apart",
  withStore(async (store, reader) => {
    for (const branch of ["prod", "test.a", "prod"]) {
      store.run({ project: { name: "p", branch, production: branch === "prod" } });
    }
    const flow = new Flow("Demo", reader);
    assert.deepEqual(await paths(flow.runs({ branch: "prod" })), ["Demo/3", "Demo/1"]);
    assert.equal((await flow.latestRun({ branch: "test.a" }))!.pathspec, "Demo/2");
  }),
);

Deno.test(
  "flows() lists flows by name",
  withStore(async (store, reader) => {
    assert.deepEqual(await Array.fromAsync(flows(reader)), []);
    store.run({ flow: "B" });
    store.run({ flow: "A" });
    assert.deepEqual((await Array.fromAsync(flows(reader))).map(({ name }) => name), ["A", "B"]);
  }),
);

Deno.test(
  "Step gives its tasks and counts, page by page",
  withStore(async (store, reader) => {
    const made = store.run();
    const items = Array.from({ length: PAGE + 1 }, (_, i) => i);
    store.db.exec("BEGIN");
    made.foreach(items, () => ({}));
    made.task("score", { status: "failed" });
    store.db.exec("COMMIT");
    const run = new Run("Demo/1", reader);
    assert.deepEqual(await paths(run.steps()), [
      "Demo/1/start",
      "Demo/1/score",
      "Demo/1/gather",
      "Demo/1/end",
    ]);
    const step = run.step("score");
    assert.equal((await paths(step.tasks())).length, PAGE + 2);
    assert.deepEqual(await paths(step.tasks({ status: "failed" })), [
      `Demo/1/score/${PAGE + 5}`,
    ]);
    assert.deepEqual([(await step.counts)!.succeeded, (await step.counts)!.failed], [PAGE + 1, 1]);
    assert.deepEqual(await step.started, new Date(2002));
    assert.equal((await step.task())!.number, 2);
    assert.equal((await paths(run.tasks())).length, PAGE + 5);
    const gather = new Task("Demo/1/gather/203", reader);
    assert.deepEqual((await paths(gather.parents())).length, PAGE + 1);
    assert.deepEqual(await paths(gather.children()), ["Demo/1/end/204"]);
    const start = await new Step("Demo/1/start", reader).task();
    assert.equal((await paths(start!.children())).length, PAGE + 1);
    assert.deepEqual(await paths(start!.parents()), []);
  }),
);

Deno.test(
  "Task tells its facts, its place in a foreach, and its log",
  withStore(async (store, reader) => {
    const made = store.run();
    const error = { name: "Error", message: "no", stack: "", type: "error" };
    made.foreach(["a", "b"], () => ({ mean: 1 }));
    const failed = made.task("late", {
      status: "failed",
      error,
      logs: [[1, "one\ntw"], [2, "warn\n"], [1, "o\n"], [3, "cut"], [1, "three"]],
    });
    const task = new Task("Demo/1/score/3", reader);
    assert.equal(await task.status, "succeeded");
    assert.equal(await task.attempt, 1);
    assert.equal(await task.input, "b");
    assert.equal(await task.index, 1);
    assert.deepEqual(await task.foreachStack(), [{ index: 1, size: 2, value: "b" }]);
    assert.deepEqual(await task.next, { kind: "linear", targets: ["gather"] });
    assert.deepEqual(await task.started, new Date(2003));
    assert.equal(await task.error, null);
    assert.equal(await task.originRun, null);
    assert.equal(await task.stdout(), "scoring b\n");

    const late = new Task(`Demo/1/late/${failed}`, reader);
    assert.deepEqual(await late.error, error);
    assert.equal((await late.attempts()).length, 1);
    assert.equal(await late.index, -1);
    assert.equal(await late.input, undefined);
    assert.equal(await late.stdout(), "one\ntwo\nthree");
    assert.equal(await late.stderr(), "warn\n");
    assert.equal(await late.stdout(2), "");
    const lines = await Array.fromAsync(late.loglines());
    assert.deepEqual(lines.map(({ stream, text }) => `${stream}:${text}`), [
      "stdout:one",
      "stderr:warn",
      "stdout:two",
      "stdout:three",
      "flow:cut",
    ]);
    assert.deepEqual(lines[2]!.time, new Date(2000), "the time at which a line began");
    const all = await Array.fromAsync(new Run("Demo/1", reader).logs({ stream: "stdout" }));
    assert.equal(
      all.map(({ task, text }) => `${task}:${text}`).join(""),
      "2:scoring a\n3:scoring b\n6:one\ntw6:o\n6:three",
    );
  }),
);

Deno.test(
  "Task.logs() with follow ends with the attempt, and misses nothing",
  withStore(async (store, reader) => {
    const made = store.run();
    const number = made.task("start", { status: "running", logs: [[1, "first\n"]] });
    const sql = "UPDATE tasks SET status = ?, finished = ? WHERE run = ?";
    store.db.prepare(sql).run("running", null, made.id);
    const seen: string[] = [];
    for await (
      const { text } of new Task(`Demo/1/start/${number}`, reader).logs({ follow: true })
    ) {
      seen.push(text);
      if (seen.length > 1) continue;
      const log = { run: made.id, task: number, attempt: 1, stream: 1, time: 1 };
      store.insert("logs", { ...log, seq: 1, text: "second\n" });
      store.db.prepare(sql).run("succeeded", 1, made.id);
    }
    assert.deepEqual(seen, ["first\n", "second\n"]);
  }),
);

Deno.test(
  "Task shows a task that was taken over with its log, and where it came from",
  withStore(async (store, reader) => {
    const first = store.run({ status: "failed" });
    first.task("start", { logs: [[1, "hello\n"]] });
    const second = store.run({ originRun: first.id });
    second.task("start", { originRun: first.id });
    const task = new Task("Demo/2/start/1", reader);
    assert.equal(await task.originRun, "Demo/1");
    assert.equal(await task.stdout(), "hello\n");
    assert.equal((await task.attempts()).length, 1);
    store.db.prepare("DELETE FROM runs WHERE id = ?").run(first.id);
    assert.equal(await task.originRun, null);
    assert.equal(await task.stdout(), "hello\n");
    assert.equal(await new Run("Demo/2", reader).originRun, null);
  }),
);

Deno.test(
  "Artifact gives its value, bytes and facts",
  withStore(async (store, reader) => {
    const made = store.run({ params: { p: "x" } });
    made.task("start", { sets: { table: new Uint8Array([1, 2, 3]), list: [1, { a: 2 }] } });
    made.task("next", { parent: 1 });
    const table = new Artifact<Uint8Array>("Demo/1/next/2/table", reader);
    assert.deepEqual(await table.value(), new Uint8Array([1, 2, 3]));
    assert.deepEqual(await table.bytes(), new Uint8Array([1, 2, 3]));
    const pieces = await Array.fromAsync(await table.stream());
    assert.deepEqual(pieces.flatMap((piece) => [...piece]), [1, 2, 3]);
    assert.equal(await table.size, 3);
    assert.equal(await table.kind, "bytes");
    assert.match(await table.digest, /^sha256:/);
    assert.equal(await table.setBy, 1);
    assert.equal(table.name, "table");
    assert.equal(await new Artifact("Demo/1/next/2/p", reader).setBy, 0);
    const large = new Uint8Array(100_000).fill(7);
    const { digest, size } = await new ObjectStore(store.dir, store.db).put(large);
    made.ref(1, "large", { digest, size, kind: "bytes" });
    const artifact = new Artifact("Demo/1/next/2/large", reader);
    assert.deepEqual(await artifact.value(), large);
    const parts = await Array.fromAsync(await artifact.stream());
    assert.equal(parts.reduce((sum, part) => sum + part.length, 0), 100_000);
    const names = [];
    for await (const artifact of new Task("Demo/1/next/2", reader).artifacts()) {
      names.push(artifact.name);
    }
    assert.deepEqual(names, ["large", "list", "p", "table"]);
  }),
);

Deno.test(
  "an unknown name says what was meant, or what there is",
  withStore(async (store, reader) => {
    await assert.rejects(new Run("Demo/1", reader).status, says(/flow "Demo"/, /No flow has run/));
    const steps = [{ name: "start" }, { name: "score" }, { name: "end" }];
    const made = store.run({ flow: "Genres" });
    store.db.prepare("UPDATE runs SET graph = ?").run(store.putObject({ steps }));
    made.task("start", { sets: { total: 1, other: 2 } });
    const rejects = (promise: PromiseLike<unknown>, message: RegExp, hint: RegExp) =>
      assert.rejects(Promise.resolve(promise), says(message, hint));
    await rejects(new Flow("Genre", reader).latestRun(), /flow "Genre"/, /mean "Genres"/);
    await rejects(Array.fromAsync(new Flow("X", reader).runs()), /flow "X"/, /runs: Genres/);
    await rejects(new Run("Genres/9", reader).status, /run "Genres\/9"/, /newest is "Genres\/1"/);
    await rejects(new Run("Genrs", reader).status, /flow "Genrs"/, /mean "Genres"/);
    await rejects(
      Array.fromAsync(new Step("Genres/1/scor", reader).tasks()),
      /no step "scor"/,
      /mean "score"/,
    );
    assert.deepEqual(await Array.fromAsync(new Step("Genres/1/score", reader).tasks()), []);
    assert.equal(await new Step("Genres/1/score", reader).counts, null);
    await rejects(
      new Task("Genres/1/start/2", reader).status,
      /no task "Genres\/1\/start\/2"/,
      /./,
    );
    await rejects(
      new Task("Genres/1/score/1", reader).status,
      /not one of step "score"/,
      /mean "Genres\/1\/start\/1"/,
    );
    await rejects(new Task("Genres/2/start/1", reader).status, /run "Genres\/2"/, /newest/);
    await rejects(new Task("Genres/1/start/1", reader).get("totall"), /"totall"/, /mean "total"/);
    await rejects(new Task("Genres/1/start/1", reader).get("zzz"), /"zzz"/, /other, total/);
    await rejects(new Artifact("Genres/1/start/5/total", reader).value(), /no task/, /./);
  }),
);

Deno.test(
  "damage is told by the name of the value",
  withStore(async (store, reader) => {
    const made = store.run();
    const sets = { tiny: "precious", small: "precious".repeat(100) };
    const task = made.task("start", { sets, next: { kind: "end", targets: [] } });
    store.db.exec("UPDATE objects SET data = zeroblob(802) WHERE size = 802");
    store.db.exec("UPDATE artifacts SET data = zeroblob(10) WHERE size = 10");
    for (const name of ["tiny", "small"]) {
      const expected = says(
        new RegExp(`Cannot read "${name}" of task 1 of run "Demo/1".*damaged`),
        /store verify/,
      );
      await assert.rejects(new Run("Demo/1", reader).get(name), expected);
      const artifact = new Artifact(`Demo/1/start/${task}/${name}`, reader);
      await assert.rejects(artifact.stream(), expected);
    }
  }),
);

Deno.test("openStore() asks the store that it names, setReader() makes one the default", async () => {
  using store = new StoreFixture();
  store.run({ flow: "A" }).foreach([1], () => ({}));
  using client = openStore(store.dir);
  assert.deepEqual((await Array.fromAsync(client.flows())).map(String), ["A"]);
  assert.equal(await client.run("A/1").get("total"), 1);
  assert.equal((await client.flow("A").latestRun())!.pathspec, "A/1");
  assert.equal(await client.task("A/1/end/4").get("total"), 1);
  assert.equal((await client.step("A/1/end").task())!.number, 4);
  assert.equal(await client.artifact("A/1/end/4/total").value(), 1);

  using reader = new LocalReader(store.dir);
  const before = currentReader();
  setReader(reader);
  try {
    assert.equal(await new Run("A/1").get("total"), 1);
  } finally {
    setReader(before);
  }
});

Deno.test("LocalReader finds a store that was not there when first asked", async () => {
  const dir = await Deno.makeTempDir();
  using reader = new LocalReader(`${dir}/.flow`);
  await assert.rejects(reader.flows(), { code: "no-store" });
  const { openDatabase } = await import("../../store/metadata/database.ts");
  openDatabase(`${dir}/.flow`, { create: true }).close();
  assert.deepEqual(await reader.flows(), []);
  reader[Symbol.dispose]();
  await Deno.remove(dir, { recursive: true });
});

Deno.test("what a flow file imports of the client loads nothing of the store", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", new URL("./mod.ts", import.meta.url).pathname],
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    modules: {
      specifier: string;
      dependencies?: { code?: { specifier: string }; isDynamic?: boolean }[];
    }[];
  };
  const root = new URL("../../", import.meta.url).href;
  const loaded = new Set([new URL("./mod.ts", import.meta.url).href]);
  for (const specifier of loaded) {
    const found = modules.find((module) => module.specifier === specifier);
    for (const { code, isDynamic } of found?.dependencies ?? []) {
      if (code !== undefined && !isDynamic) loaded.add(code.specifier);
    }
  }
  const outside = [...loaded].map((url) => url.replace(root, ""))
    .filter((path) => !path.startsWith("core/client/"));
  assert.deepEqual(outside.sort(), [
    "core/flow/nearest.ts",
    "store/error.ts",
    "store/find.ts",
    "store/lazy.ts",
    "store/path.ts",
  ]);
});
