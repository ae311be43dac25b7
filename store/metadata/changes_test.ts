import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { RunFixture, StoreFixture } from "../../tests/helpers/runs.ts";
import { collectGarbage } from "../upkeep/gc.ts";
import { bitOf, changesAfter, currentRevision, noteChange, noteDeleted } from "./changes.ts";
import { openDatabase } from "./database.ts";
import { migrate, MIGRATIONS } from "./migrate.ts";
import { SCHEMA_1 } from "./schema.ts";
import { changeTags } from "./tags.ts";
import { type NewRun, RunWriter } from "./writer.ts";

const RUN: NewRun = {
  flow: "Demo",
  created: 1000,
  pid: 1,
  host: "here",
  user: "ann",
  originRun: null,
  params: {},
  graph: "g",
  code: "c",
  file: "/f.ts",
  className: "Demo",
  project: null,
  tags: [],
  systemTags: [],
};

Deno.test("changesAfter() tells what each commit has changed of a run, once", () => {
  using store = new StoreFixture();
  const { db } = store;
  const writer = new RunWriter(db);
  const since = (work: () => void) => {
    const { revision } = currentRevision(db);
    writer.begin();
    work();
    writer.commit();
    return changesAfter(db, revision).map(({ run, what }) => `${run}: ${what}`);
  };
  assert.deepEqual(since(() => writer.createRun({ ...RUN, tags: ["a"] })), ["Demo/1: run,tags"]);
  assert.deepEqual(since(() => writer.log(1, 1, 0, 1, 5, "text")), ["Demo/1: logs"]);
  assert.deepEqual(since(() => writer.log(1, 1, 1, 1, 5, "text")), ["Demo/1: logs"]);
  assert.deepEqual(since(() => writer.heartbeat(2000)), [], "a heartbeat is no change");
  assert.deepEqual(since(() => writer.changes("cards")), ["Demo/1: cards"]);
  const { revision } = currentRevision(db);
  writer.begin();
  writer.untag("a");
  writer.rollback();
  assert.deepEqual(changesAfter(db, revision), [], "what is rolled back has not happened");
  assert.deepEqual(since(() => writer.finishRun("succeeded", 3000, null)), ["Demo/1: run"]);
  changeTags(db, writer.id, { add: ["late"] });
  assert.deepEqual(changesAfter(db, revision), [
    { run: "Demo/1", what: ["run", "tags"], revision: revision + 2 },
  ]);
});

Deno.test("changesAfter() tells of runs that were deleted, as long as they are remembered", async () => {
  using store = new StoreFixture();
  const { db } = store;
  store.run({ created: 1000 });
  store.run({ created: 2000 });
  const { revision } = currentRevision(db);
  await collectGarbage(store.dir, { keepLast: 1 });
  assert.deepEqual(changesAfter(db, revision).map(({ run }) => run), ["Demo/1"]);
  const gone: RunFixture[] = [];
  for (let i = 0; i < 1005; i++) gone.push(store.run({ flow: "Many" }));
  noteDeleted(db, gone.map(({ id }) => id));
  db.exec("DELETE FROM runs WHERE flow = 'Many'");
  const last = store.run();
  noteChange(db, last.id, bitOf("run"));
  noteDeleted(db, [last.id]);
  const { forgotten } = currentRevision(db);
  assert.ok(forgotten > revision, "whoever knows less has to look at all anew");
  assert.equal(changesAfter(db, forgotten).length, 1001);
});

Deno.test("a store of version 1 keeps its rows, and gets a name of its own", () => {
  const names = [1, 2].map((number) => {
    using db = new DatabaseSync(":memory:");
    migrate(db, MIGRATIONS.slice(0, 1));
    const sql = `INSERT INTO runs (id, flow, number, status, created, heartbeat, pid, host, user,
      graph, code, file, class) VALUES (7, 'Old', ?, 'failed', 1, 1, 1, '', '', '', '', '', '')`;
    db.prepare(sql).run(number);
    migrate(db);
    const { database, revision } = currentRevision(db);
    assert.equal(revision, 0);
    noteChange(db, 7, bitOf("tags"));
    assert.deepEqual(changesAfter(db, 0), [{ run: `Old/${number}`, what: ["tags"], revision: 1 }]);
    return database;
  });
  assert.notEqual(names[0], names[1]);
});

Deno.test("a reader brings a store of version 1 up to date", () => {
  using store = new StoreFixture();
  store.db.close();
  Deno.removeSync(store.dir, { recursive: true });
  Deno.mkdirSync(store.dir);
  const old = new DatabaseSync(`${store.dir}/flow.db`);
  old.exec("PRAGMA journal_mode = WAL");
  old.exec(SCHEMA_1);
  old.exec("INSERT INTO meta VALUES ('schema', '1'), ('digest', 'sha256')");
  old.close();
  const db = openDatabase(store.dir, { readonly: true });
  assert.equal(currentRevision(db).revision, 0);
  db.close();
  store.db.open();
});
