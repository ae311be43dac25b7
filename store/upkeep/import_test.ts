import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { StoreFixture } from "../../tests/helpers/runs.ts";
import { FlowError } from "../error.ts";
import { visibleArtifacts } from "../metadata/artifacts.ts";
import { attemptsOf } from "../metadata/attempts.ts";
import { openDatabase } from "../metadata/database.ts";
import { logsOf } from "../metadata/logs.ts";
import { findRun, listRuns } from "../metadata/runs.ts";
import { listTags } from "../metadata/tags.ts";
import { objectPath } from "../objects/layout.ts";
import { ObjectStore } from "../objects/object_store.ts";
import { noise, prose } from "../objects/testing.ts";
import { exportRun } from "./export.ts";
import { collectGarbage } from "./gc.ts";
import { importRun } from "./import.ts";
import { verifyStore } from "./verify.ts";

/** A store with a run that has all there is: large and small values, code, logs, tags, origins. */
async function source() {
  const store = new StoreFixture();
  const objects = new ObjectStore(store.dir, store.db);
  const origin = store.run({ flow: "Full", status: "failed", created: 1 });
  const error = { name: "Error", message: "once", stack: "", type: "error" };
  origin.task("start", { logs: [[1, "from the origin\n"]], error });
  const run = store.run({
    flow: "Full",
    created: 2,
    originRun: origin.id,
    params: { p: 1 },
    tags: ["mine"],
    systemTags: ["user:ann"],
    code: { "a.ts": "let a;", "deep/b.ts": "x".repeat(20_000) },
  });
  run.task("start", { originRun: origin.id, items: ["x", "y".repeat(300)] });
  const score = run.task("score", { parent: 1, split: 1, splitIndex: 0, logs: [[2, "own\n"]] });
  for (
    const [name, bytes] of Object.entries({
      noise: noise(2_500_000),
      prose: prose(3_000_000),
      empty: new Uint8Array(),
      small: noise(1000),
    })
  ) {
    run.ref(score, name, { ...await objects.put(bytes), kind: "bytes" });
  }
  return { store, run, file: `${store.root}/full.flowrun` };
}

/** Everything that a reader sees of the run, in whichever store. */
function seen(store: { db: StoreFixture["db"]; dir: string }, number: number) {
  const { db } = store;
  const run = findRun(db, "Full", number)!;
  const objects = new ObjectStore(store.dir, db);
  return {
    run: { ...run, id: 0, number: 0, originRun: 0 },
    tags: listTags(db, run.id).filter(({ tag }) => !tag.startsWith("imported_from:")),
    tasks: db.prepare(`SELECT number, step, status, attempt, parent, joined, split, split_index,
      created, started, finished, next FROM tasks WHERE run = ?`).all(run.id),
    values: visibleArtifacts(db, run.id, 2).map(({ name, digest, kind, size, data }) => [
      name,
      kind,
      size,
      digest,
      data ?? objects.get(digest).length,
    ]),
    items: db.prepare("SELECT position, digest, kind, size, data FROM items WHERE run = ?")
      .all(run.id),
    logs: [1, 2].map((task) => logsOf(db, run.id, task, { attempt: 1 })),
    attempts: [1, 2].map((task) => attemptsOf(db, run.id, task)),
    graph: objects.get(run.graph),
    code: objects.get(run.code),
  };
}

Deno.test("importRun() brings in all that exportRun() wrote", async () => {
  const { store, file } = await source();
  using _ = store;
  using target = new StoreFixture();
  const exported = await exportRun(store.dir, "Full", 2, file);
  assert.deepEqual(exported, {
    run: "Full/2",
    file,
    bytes: Deno.statSync(file).size,
    objects: 9,
  });
  assert.ok(exported.bytes < 4_000_000, "what can be compressed is");
  const progress: number[][] = [];
  const report = await importRun(target.dir, file, { onProgress: (...at) => progress.push(at) });
  assert.deepEqual({ ...report, bytes: 0 }, {
    run: "Full/2",
    added: true,
    was: "Full/2",
    objects: 9,
    bytes: 0,
  });
  assert.deepEqual(progress.at(-1), [report.bytes, report.bytes]);
  assert.deepEqual(seen(target, 2), seen(store, 2));
  assert.equal(findRun(target.db, "Full", 2)!.originRun, null, "the origin is not here");
  assert.equal((await verifyStore(target.dir)).ok, true);
  assert.deepEqual([...Deno.readDirSync(`${target.dir}/staging`)], []);
  await collectGarbage(target.dir);
  assert.deepEqual(seen(target, 2), seen(store, 2), "gc takes nothing of it");
});

Deno.test("importRun() makes a store where there is none", async () => {
  const { store, file } = await source();
  using _ = store;
  await exportRun(store.dir, "Full", 2, file);
  const dir = `${store.root}/new/.flow`;
  assert.equal((await importRun(dir, file)).added, true);
  const db = openDatabase(dir, { readonly: true });
  assert.equal(findRun(db, "Full", 2)!.params.p, 1);
  db.close();
});

Deno.test("importRun() finds a run that is here, under whichever number", async () => {
  const { store, file } = await source();
  using _ = store;
  await exportRun(store.dir, "Full", "latest", file);
  const same = await importRun(store.dir, file);
  assert.deepEqual([same.run, same.added], ["Full/2", false]);

  using target = new StoreFixture();
  target.run({ flow: "Full", number: 2, created: 50 });
  const first = await importRun(target.dir, file);
  assert.deepEqual([first.run, first.added, first.was], ["Full/3", true, "Full/2"]);
  const again = await importRun(target.dir, file);
  assert.deepEqual([again.run, again.added], ["Full/3", false]);
  assert.equal(listRuns(target.db).length, 2);
  const run = findRun(target.db, "Full", 3)!;
  assert.deepEqual(listTags(target.db, run.id), [
    { tag: "imported_from:Full/2", system: true },
    { tag: "mine", system: false },
    { tag: "user:ann", system: true },
  ]);
  assert.deepEqual(seen(target, 3), seen(store, 2));
});

Deno.test("importRun() knows origin runs again, and gives back what was deleted", async () => {
  const { store, run, file } = await source();
  using _ = store;
  const before = seen(store, 2);
  await exportRun(store.dir, "Full", 2, file);
  const other = `${store.root}/origin.flowrun`;
  await exportRun(store.dir, "Full", 1, other);
  await collectGarbage(store.dir, { keepLast: 0 });
  assert.equal(listRuns(store.db).length, 0);
  assert.equal((await importRun(store.dir, other)).run, "Full/1");
  assert.equal((await importRun(store.dir, file)).run, "Full/2");
  const back = findRun(store.db, "Full", 2)!;
  assert.ok(back.id > run.id);
  assert.equal(back.originRun, findRun(store.db, "Full", 1)!.id);
  const task = store.db.prepare("SELECT origin_run FROM tasks WHERE run = ? AND number = 1");
  assert.equal(task.get(back.id)!.origin_run, back.originRun);
  assert.deepEqual(seen(store, 2), before);
});

Deno.test("exportRun() refuses what is not there, still runs, or is damaged", async () => {
  const { store, run, file } = await source();
  using _ = store;
  await assert.rejects(exportRun(store.dir, "Full", 9, file), { code: "not-found" });
  store.run({ flow: "Live", status: "running", finished: null, heartbeat: Date.now() });
  await assert.rejects(exportRun(store.dir, "Live", 1, file), { code: "run-running" });
  await assert.rejects(
    exportRun(store.dir, "Full", 2, `${store.root}/none/x`),
    (error: unknown) => error instanceof Error,
  );
  const { digest } = store.db.prepare(
    "SELECT digest FROM artifacts WHERE run = ? AND name = 'noise'",
  )
    .get(run.id)!;
  const path = objectPath(store.dir, digest as string, 0);
  Deno.chmodSync(path, 0o644);
  Deno.writeTextFileSync(path, "x");
  await assert.rejects(exportRun(store.dir, "Full", 2, file), { code: "object-damaged" });
  assert.deepEqual([...Deno.readDirSync(store.root)].map(({ name }) => name), [".flow"]);
});

/** Ways to spoil an archive, as SQL; each must be refused. */
const HOSTILE: Record<string, string> = {
  "a bad digest": "UPDATE objects SET digest = 'sha256:../../../etc/passwd' WHERE size = 1000",
  "a digest of other bytes": `UPDATE pieces SET data = zeroblob(length(data)), coding = 0
    WHERE length(data) = 1000`,
  "a changed byte": `UPDATE pieces SET data = CAST(x'ff00' || substr(data, 3) AS BLOB)
    WHERE position = 1`,
  "a lost piece": "DELETE FROM pieces WHERE position = 2",
  "a lost object": "DELETE FROM objects WHERE size = 1000",
  "lost code": "DELETE FROM objects WHERE size = 20000",
  "a huge size": "UPDATE objects SET size = 9000000000000000 WHERE size = 1000",
  "a size beyond numbers": "UPDATE objects SET size = 9223372036854775807 WHERE size = 1000",
  "a negative size": "UPDATE objects SET size = -1 WHERE size = 1000",
  "a time beyond numbers": "UPDATE tasks SET created = 9223372036854775807",
  "a frame that grows":
    `UPDATE pieces SET coding = 1, data = CAST(x'28b52ffd' || zeroblob(100) AS BLOB)
    WHERE position = 0 AND length(data) = 1000`,
  "another algorithm": "UPDATE meta SET value = 'blake3' WHERE key = 'digest'",
  "another version": "UPDATE meta SET value = '99' WHERE key = 'archive'",
  "a later schema": "UPDATE meta SET value = '99' WHERE key = 'schema'",
  "no run": "DELETE FROM runs",
  "two runs":
    `INSERT INTO runs SELECT 99, flow, 99, status, created, finished, heartbeat, pid, host,
    user, origin_run, params, graph, code, file, class, project, error FROM runs`,
  "rows of another run": "UPDATE tasks SET run = 12345",
  "a flow with a path": "UPDATE runs SET flow = '../Full'",
  "a flow that clears the screen": "UPDATE runs SET flow = 'Full' || char(27) || '[2J'",
  "a step that clears the screen": "UPDATE tasks SET step = char(27) || '[2J'",
  "an artifact that clears the screen":
    "UPDATE artifacts SET name = char(27) || '[2J' WHERE name = 'noise'",
  "a tag with a line end": "UPDATE tags SET tag = 'a' || char(10) WHERE tag = 'mine'",
  "no number": "UPDATE runs SET number = -7",
  "another status": "UPDATE runs SET status = 'great'",
  "parameters that are not JSON": "UPDATE runs SET params = '{'",
  "a transition that is no such": "UPDATE tasks SET next = '7'",
  "parents that go round": "UPDATE tasks SET parent = number",
  "an origin that is not JSON": "INSERT INTO meta VALUES ('origin:7', 'x')",
  "a trigger": "CREATE TRIGGER t AFTER INSERT ON tags BEGIN DELETE FROM tags; END",
  "a view": "CREATE VIEW v AS SELECT * FROM runs",
  "another table": "CREATE TABLE more (a)",
  "a column more": "ALTER TABLE logs ADD COLUMN more TEXT",
  "a table that is a view": "DROP TABLE logs; CREATE VIEW logs AS SELECT * FROM tags",
  "a text for a number": "-- smuggled",
  "another program's file": "PRAGMA application_id = 0",
};

/** Puts a text into a column of numbers, which a STRICT table does not take. */
function smuggle(file: string): void {
  const swap = (from: string, to: string) => {
    const bytes = Deno.readFileSync(file);
    const wanted = new TextEncoder().encode(from);
    let at = bytes.indexOf(wanted[0]!);
    while (!wanted.every((byte, i) => bytes[at + i] === byte)) {
      at = bytes.indexOf(wanted[0]!, at + 1);
    }
    bytes.set(new TextEncoder().encode(to), at);
    Deno.writeFileSync(file, bytes);
  };
  swap("attempt, seq)\n) STRICT", "attempt, seq)\n)       ");
  const db = new DatabaseSync(file);
  db.exec("UPDATE logs SET time = 'never'");
  db.close();
  swap("attempt, seq)\n)       ", "attempt, seq)\n) STRICT");
}

/** All that a store holds, to see that nothing changed. */
function contents(store: StoreFixture): unknown {
  const tables = ["runs", "tags", "tasks", "artifacts", "items", "attempts", "logs", "objects"];
  const files: string[] = [];
  const walk = (folder: string) => {
    for (const { name, isDirectory } of Deno.readDirSync(folder)) {
      if (isDirectory) walk(`${folder}/${name}`);
      else if (!name.startsWith("flow.db") && !name.endsWith("lock")) files.push(name);
    }
  };
  walk(store.dir);
  return [
    files.sort(),
    tables.map((table) => store.db.prepare(`SELECT count(*) AS n FROM ${table}`).get()!.n),
  ];
}

Deno.test("importRun() refuses hostile and damaged files, and changes nothing", async () => {
  const { store, file } = await source();
  using _ = store;
  using target = new StoreFixture();
  target.run().foreach([1], () => ({}));
  await exportRun(store.dir, "Full", 2, file);
  const sound = Deno.readFileSync(file);
  const before = contents(target);
  for (const [what, sql] of Object.entries(HOSTILE)) {
    Deno.writeFileSync(file, sound);
    const db = new DatabaseSync(file);
    db.exec(sql);
    db.close();
    if (sql.includes("smuggled")) smuggle(file);
    await assert.rejects(importRun(target.dir, file), (error: unknown) => {
      assert.ok(error instanceof FlowError, `${what}: ${error}`);
      assert.match(error.code, /^import-/, `${what}: ${error}`);
      return true;
    }, what);
    assert.deepEqual(contents(target), before, what);
  }
  for (const at of [0, 16, 100, sound.length / 2, sound.length - 40_000].map(Math.floor)) {
    const spoilt = sound.slice();
    spoilt.fill(0xa5, at, at + 200);
    Deno.writeFileSync(file, spoilt);
    const result = await importRun(target.dir, file).then(() => "imported", (error) => error.code);
    assert.match(String(result), /^import-/, `damage at ${at}`);
    assert.deepEqual(contents(target), before);
  }
  for (const length of [0, 100, 32_768, sound.length - 32_768]) {
    Deno.writeFileSync(file, sound.slice(0, length));
    await assert.rejects(importRun(target.dir, file), /Cannot import/, `${length} bytes`);
  }
  Deno.writeFileSync(file, sound);
  assert.equal((await importRun(target.dir, file)).added, true);
});

Deno.test("importRun() refuses a code package that would be laid out elsewhere", async () => {
  for (
    const path of ["../x.ts", "/x.ts", "a/../../x.ts", "a\\x.ts", "C:/x.ts", "a//x.ts", "a\nb"]
  ) {
    using store = new StoreFixture();
    const file = `${store.root}/x.flowrun`;
    store.run({ code: { [path]: "code" } });
    await exportRun(store.dir, "Demo", 1, file);
    using target = new StoreFixture();
    await assert.rejects(importRun(target.dir, file), /code package holds/, path);
  }
});

Deno.test("importRun() runs one at a time with other upkeep", async () => {
  const { store, file } = await source();
  using _ = store;
  using target = new StoreFixture();
  await exportRun(store.dir, "Full", 2, file);
  const results = await Promise.allSettled([
    importRun(target.dir, file),
    importRun(target.dir, file),
  ]);
  for (const result of results) {
    if (result.status === "rejected") assert.equal(result.reason.code, "store-busy");
  }
  assert.equal(listRuns(target.db).length, 1);
});

Deno.test("importRun() reads what a store of version 1 of the schema has exported", async () => {
  const { store, run, file } = await source();
  using _ = store;
  await exportRun(store.dir, "Full", run.number, file);
  const archive = new DatabaseSync(file);
  archive.exec(`DROP TABLE cards; DROP TABLE changes; DROP INDEX runs_running;
    UPDATE meta SET value = '1' WHERE key = 'schema'`);
  archive.close();
  using other = new StoreFixture();
  const { run: name } = await importRun(other.dir, file);
  assert.equal(name, "Full/2");
  assert.deepEqual(seen(other, 2).values, seen(store, 2).values);
});
