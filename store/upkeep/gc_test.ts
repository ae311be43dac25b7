import assert from "node:assert/strict";
import { StoreFixture } from "../../tests/helpers/runs.ts";
import { openDatabase } from "../metadata/database.ts";
import { attemptsOf } from "../metadata/attempts.ts";
import { logsOf } from "../metadata/logs.ts";
import { nextRunNumber } from "../metadata/numbers.ts";
import { listRuns } from "../metadata/runs.ts";
import { ObjectStore } from "../objects/object_store.ts";
import { objectPath } from "../objects/layout.ts";
import { noise } from "../objects/testing.ts";
import { exists } from "../path.ts";
import { findUnused, removeUnused } from "./gc/sweep_objects.ts";
import { collectGarbage } from "./gc.ts";

const DAY = 24 * 60 * 60 * 1000;

const left = (store: StoreFixture) =>
  listRuns(store.db).map(({ flow, number }) => `${flow}/${number}`).sort();

const rows = (store: StoreFixture, table: string) =>
  Number(store.db.prepare(`SELECT count(*) AS n FROM ${table}`).get()!.n);

async function putFile(
  store: StoreFixture,
  seed: number,
): Promise<{ digest: string; size: number }> {
  return await new ObjectStore(store.dir, store.db).put(noise(40_000, seed));
}

Deno.test("collectGarbage() keeps the last runs of each flow, running and pinned ones", async () => {
  using store = new StoreFixture();
  for (let i = 1; i <= 4; i++) store.run({ flow: "A", created: i });
  store.run({ flow: "B", created: 1 });
  store.run({ flow: "C", created: 1, tags: ["pin"] });
  store.run({ flow: "C", created: 2, status: "running", finished: null, heartbeat: Date.now() });
  store.run({ flow: "C", created: 3, status: "running", finished: null, pid: 2 ** 30 });
  store.run({ flow: "C", created: 4, systemTags: ["step:x"] });
  store.run({ flow: "C", created: 5 });
  const dry = await collectGarbage(store.dir, { keepLast: 1, dryRun: true });
  assert.deepEqual(dry.runs.toSorted(), ["A/1", "A/2", "A/3", "C/3"]);
  assert.equal(left(store).length, 10);
  const report = await collectGarbage(store.dir, { keepLast: 1 });
  assert.deepEqual({ ...report, dryRun: true }, dry, "the dry run told what went");
  assert.deepEqual(left(store), ["A/4", "B/1", "C/1", "C/2", "C/4", "C/5"]);
  assert.deepEqual(report.flows.map(({ flow, runs }) => [flow, runs]).sort(), [["A", 3], ["C", 1]]);
});

Deno.test("collectGarbage() gives up by age and by flow, and nothing when not told what", async () => {
  using store = new StoreFixture();
  const now = Date.now();
  for (const flow of ["A", "B"]) {
    store.run({ flow, created: now - 3 * DAY, finished: now - 3 * DAY });
    store.run({ flow, created: now - 3 * DAY, finished: now - DAY / 2 });
    store.run({ flow, created: now });
  }
  assert.deepEqual((await collectGarbage(store.dir)).runs, []);
  assert.equal(left(store).length, 6);
  await collectGarbage(store.dir, { olderThan: DAY, flows: ["A"] });
  assert.deepEqual(left(store), ["A/2", "A/3", "B/1", "B/2", "B/3"]);
  await collectGarbage(store.dir, { olderThan: DAY, keepLast: 3 });
  assert.equal(left(store).length, 5, "one of the last stays, however old");
  await collectGarbage(store.dir, { olderThan: DAY, keepLast: 2 });
  assert.deepEqual(left(store), ["A/2", "A/3", "B/2", "B/3"]);
});

Deno.test("collectGarbage() counts the last runs of each branch by itself", async () => {
  using store = new StoreFixture();
  const branches = ["prod", "test.a", "test.a", "test.a"];
  branches.forEach((branch, created) =>
    store.run({ created, project: { name: "p", branch, production: false } })
  );
  await collectGarbage(store.dir, { keepLast: 1 });
  assert.deepEqual(left(store), ["Demo/1", "Demo/4"]);
});

Deno.test("collectGarbage() removes what only deleted runs need, and says by flow how much", async () => {
  using store = new StoreFixture();
  const [mine, shared, item] = [
    await putFile(store, 1),
    await putFile(store, 2),
    await putFile(store, 3),
  ];
  const old = store.run({ flow: "Old", created: 1, code: { "a.ts": "1", "shared.ts": "2" } });
  const task = old.task("start", { sets: { text: "x".repeat(5000), tiny: 1 } });
  old.ref(task, "mine", { ...mine, kind: "bytes" });
  old.ref(task, "shared", { ...shared, kind: "bytes" });
  store.insert("items", { run: old.id, task, position: 0, kind: "bytes", ...item });
  const kept = store.run({ flow: "Kept", created: 2, code: { "shared.ts": "2" } });
  kept.ref(kept.task("start"), "shared", { ...shared, kind: "bytes" });
  const unused = store.putObject("nobody needs this");
  const objects = new ObjectStore(store.dir, store.db);

  const report = await collectGarbage(store.dir, { olderThan: 0, flows: ["Old"] });
  assert.equal(objects.has(mine.digest), false);
  assert.equal(objects.has(item.digest), false);
  assert.equal(objects.has(unused), false);
  assert.equal(exists(objectPath(store.dir, mine.digest, 0)), false);
  assert.equal(objects.get(shared.digest).length, 40_000);
  assert.equal(report.complete, true);
  const [flow] = report.flows;
  // Its two files, the text, the graph, the manifest and a.ts.
  assert.deepEqual([report.flows.length, flow!.flow, flow!.objects], [1, "Old", 6]);
  assert.ok(flow!.bytes > 85_000 && flow!.bytes < 86_500, `${flow!.bytes}`);
  assert.equal(report.objects, 7);
  for (const table of ["tasks", "artifacts", "items", "attempts"]) {
    const of = store.db.prepare(`SELECT count(*) AS n FROM ${table} WHERE run = ?`);
    assert.equal(of.get(old.id)!.n, 0, table);
  }
  assert.equal(rows(store, "objects"), 4, "the shared file, and the kept run's graph and code");
  assert.deepEqual((await collectGarbage(store.dir)).objects, 0);
});

Deno.test("collectGarbage() never lets a number be used again", async () => {
  using store = new StoreFixture();
  store.run();
  store.run();
  await collectGarbage(store.dir, { keepLast: 0 });
  assert.deepEqual(left(store), []);
  assert.equal(nextRunNumber(store.db, "Demo"), 3);
});

Deno.test("collectGarbage() keeps the logs of tasks that a kept run took over", async () => {
  using store = new StoreFixture();
  const first = store.run({ created: 1, status: "failed" });
  const error = { name: "Error", message: "once", stack: "", type: "error" };
  first.task("start", { logs: [[1, "hello\n"]], error });
  first.task("lost", { logs: [[1, "not taken over\n"]] });
  const second = store.run({ created: 2, status: "failed", originRun: first.id });
  second.task("start", { originRun: first.id });
  second.task("next", { logs: [[1, "world\n"]] });
  const third = store.run({ created: 3, originRun: second.id });
  third.task("start", { originRun: second.id });
  third.task("next", { originRun: second.id });
  const log = (task: number) =>
    logsOf(store.db, third.id, task, { attempt: 1 }).map(({ text }) => text).join("");

  await collectGarbage(store.dir, { keepLast: 1 });
  assert.deepEqual(left(store), ["Demo/3"]);
  assert.deepEqual([log(1), log(2)], ["hello\n", "world\n"]);
  assert.equal(attemptsOf(store.db, third.id, 1)[0]!.error!.message, "once");
  assert.equal(rows(store, "logs"), 2);
  assert.equal(rows(store, "tasks"), 2);
  await collectGarbage(store.dir, { keepLast: 1 });
  assert.deepEqual([log(1), log(2)], ["hello\n", "world\n"]);
  await collectGarbage(store.dir, { keepLast: 0 });
  assert.deepEqual([rows(store, "logs"), rows(store, "attempts"), rows(store, "tasks")], [0, 0, 0]);
});

Deno.test("collectGarbage() ends what an interrupted one began", async () => {
  using store = new StoreFixture();
  const run = store.run({ tags: ["x"] });
  run.foreach(["a", "b"], () => ({ text: "x".repeat(1000) }));
  // As a process leaves it that is killed after its first transaction.
  store.db.exec("DELETE FROM runs; DELETE FROM tags");
  const report = await collectGarbage(store.dir);
  assert.deepEqual(report.runs, []);
  assert.deepEqual(report.flows, []);
  assert.ok(report.objects > 0);
  for (const table of ["tasks", "artifacts", "items", "attempts", "logs", "objects"]) {
    assert.equal(rows(store, table), 0, table);
  }
});

Deno.test("collectGarbage() deletes many rows in parts", async () => {
  using store = new StoreFixture();
  const run = store.run();
  const insert = store.db.prepare(`INSERT INTO items
    SELECT ?, 1, key, 'x', 'json', 1, x'31' FROM json_each(?)`);
  insert.run(run.id, JSON.stringify(Array.from({ length: 45_000 }, () => 0)));
  assert.equal(rows(store, "items"), 45_000);
  await collectGarbage(store.dir, { keepLast: 0 });
  assert.equal(rows(store, "items"), 0);
});

Deno.test("collectGarbage() sweeps stray files, leftovers of dead processes, unused code", async () => {
  using store = new StoreFixture();
  const { dir } = store;
  const kept = store.run();
  const { code } = store.db.prepare("SELECT code FROM runs WHERE id = ?").get(kept.id)!;
  const used = (code as string).slice(7, 39);
  const dead = 2 ** 30;
  const gone = [
    `objects/sha256/ab/${"0".repeat(62)}`,
    `objects/sha256/ab/${"1".repeat(62)}.zst`,
    "objects/sha256/ab/nonsense",
    `staging/sha256-${"a".repeat(64)}.${dead}-01234567`,
    `staging/new.${dead}-01234567`,
    `tmp/x-${dead}-01234567/work/file`,
    `tmp/code-${dead}-01234567/a.ts`,
    `flow.db.new-${dead}-${crypto.randomUUID()}`,
    `code/${"f".repeat(32)}/a.ts`,
  ];
  const stay = [
    `staging/new.${Deno.pid}-01234567`,
    `tmp/x-${Deno.pid}-01234567/work/file`,
    "tmp/config-0123456789abcdef.json",
    `code/${used}/a.ts`,
  ];
  for (const path of [...gone, ...stay]) {
    const full = `${dir}/${path}`;
    Deno.mkdirSync(full.slice(0, full.lastIndexOf("/")), { recursive: true });
    Deno.writeTextFileSync(full, "12345");
  }
  const dry = await collectGarbage(dir, { dryRun: true });
  assert.deepEqual([dry.files, dry.bytes], [gone.length, 5 * gone.length]);
  assert.deepEqual([...gone, ...stay].filter((path) => !exists(`${dir}/${path}`)), []);
  const report = await collectGarbage(dir);
  assert.deepEqual({ ...report, dryRun: true }, dry);
  assert.deepEqual(gone.filter((path) => exists(`${dir}/${path}`)), []);
  assert.deepEqual(stay.filter((path) => !exists(`${dir}/${path}`)), []);
});

Deno.test("collectGarbage() beside somebody who adds objects touches only what it gave up", async () => {
  using store = new StoreFixture();
  const { dir } = store;
  const objects = new ObjectStore(dir, store.db);
  const old = store.run({ created: 1 });
  const mine = await putFile(store, 1);
  old.ref(old.task("start"), "mine", { ...mine, kind: "bytes" });
  const early = await putFile(store, 2);
  const small = store.putObject("not yet needed");
  Deno.mkdirSync(`${dir}/tmp/x-${2 ** 30}-01234567`, { recursive: true });
  const adding = openDatabase(dir, { create: true });
  const report = await collectGarbage(dir, { keepLast: 0 });
  assert.equal(report.complete, false);
  assert.equal(objects.has(mine.digest), false);
  assert.equal(objects.has(early.digest), true);
  assert.equal(objects.has(small), true);
  assert.equal(exists(`${dir}/tmp/x-${2 ** 30}-01234567`), true);
  adding.close();
  assert.equal((await collectGarbage(dir)).objects, 2);
  assert.equal(objects.has(early.digest), false);
});

Deno.test("removeUnused() spares what has come to be needed since it was found unused", async () => {
  using store = new StoreFixture();
  const { db } = store;
  const objects = new ObjectStore(store.dir, db);
  const put = [await putFile(store, 1), await putFile(store, 2), await putFile(store, 3)];
  const running = store.run({ status: "running" });
  db.exec(`
    CREATE TEMP TABLE doomed (run INTEGER PRIMARY KEY, flow TEXT NOT NULL) STRICT;
    CREATE TEMP TABLE freed (digest TEXT PRIMARY KEY, flow TEXT NOT NULL) STRICT, WITHOUT ROWID`);
  const unused = findUnused(db, objects, 1000);
  db.prepare("UPDATE runs SET status = 'succeeded' WHERE id = ?").run(running.id);
  running.ref(running.task("start"), "x", { ...put[0]!, kind: "bytes" });
  const begun = store.run({ code: { "a.bin": "a file that is here already" } });
  store.db.prepare("UPDATE runs SET code = ? WHERE id = ?")
    .run(store.putObject({ files: [{ path: "a.bin", ...put[1]! }] }), begun.id);
  removeUnused(db, objects, unused, false);
  assert.deepEqual(put.map(({ digest }) => objects.has(digest)), [true, true, false]);
});

Deno.test("collectGarbage() runs one at a time, and gives room back to the disk", async () => {
  using store = new StoreFixture();
  const run = store.run();
  const sets: Record<string, string> = {};
  for (let i = 0; i < 300; i++) sets[`a${i}`] = `${i} `.repeat(3000);
  run.task("start", { sets });
  store.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const before = Deno.statSync(`${store.dir}/flow.db`).size;
  const results = await Promise.allSettled([
    collectGarbage(store.dir, { keepLast: 0 }),
    collectGarbage(store.dir, { keepLast: 0 }),
  ]);
  const refused = results.filter((result) => result.status === "rejected");
  assert.ok(refused.every(({ reason }) => reason.code === "store-busy"));
  const after = Deno.statSync(`${store.dir}/flow.db`).size;
  assert.ok(before > 2_000_000 && after < 300_000, `${before} → ${after}`);
});
