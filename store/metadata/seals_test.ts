import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { StoreFixture } from "../../tests/helpers/runs.ts";
import { collectGarbage } from "../upkeep/gc.ts";
import { verifyStore } from "../upkeep/verify.ts";
import { repairStore } from "../upkeep/repair.ts";
import { brokenParts, sealRun } from "./seals.ts";
import { changeTags } from "./tags.ts";

/** A store with a run that has ended. */
function sealed() {
  const store = new StoreFixture();
  const run = store.run({ tags: ["mine"] });
  run.foreach([1, 2, 3], (item) => ({ mean: item }));
  run.card(1, { shown: [] });
  sealRun(store.db, run.id);
  return { store, run };
}

Deno.test("a seal tells which part of a run has changed", () => {
  const cases: [part: string, sql: string][] = [
    ["run", "UPDATE runs SET file = '/other.ts'"],
    ["run", "UPDATE runs SET heartbeat = heartbeat + 1"],
    ["tags", "UPDATE tags SET tag = 'nine'"],
    ["tasks", "UPDATE tasks SET finished = finished + 1 WHERE number = 5"],
    ["origins", "UPDATE tasks SET origin_run = 3 WHERE number = 1"],
    ["attempts", "UPDATE attempts SET started = 0 WHERE task = 2"],
    ["artifacts", "UPDATE artifacts SET name = 'meen' WHERE task = 3"],
    ["items", "UPDATE items SET kind = 'ext' WHERE position = 2"],
    ["logs", "UPDATE logs SET text = upper(text) WHERE task = 4"],
    ["logs", "DELETE FROM logs WHERE task = 4"],
    ["cards", "UPDATE cards SET type = 'plank' WHERE task = 1"],
    ["cards", "DELETE FROM cards"],
  ];
  const { store: _, run } = sealed();
  using store = _;
  assert.deepEqual(brokenParts(store.db, run.id), []);
  for (const [part, sql] of cases) {
    store.db.exec(`BEGIN; ${sql}`);
    assert.deepEqual(brokenParts(store.db, run.id), [part], sql);
    store.db.exec("ROLLBACK");
  }
});

Deno.test("a seal that does not speak of a part is broken, also where there is nothing of it", () => {
  using store = new StoreFixture();
  const run = store.run();
  sealRun(store.db, run.id);
  store.db.exec("UPDATE meta SET value = replace(value, 'origins', 'orixins')");
  assert.deepEqual(brokenParts(store.db, run.id), ["origins"]);
});

Deno.test("a seal is broken by a text that has become bytes", () => {
  const user = "u".repeat(41);
  using store = new StoreFixture();
  const run = store.run({
    user,
    pid: 1,
    host: "h",
    created: 1000,
    finished: 2000,
    heartbeat: 2000,
  });
  sealRun(store.db, run.id);
  store.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const path = `${store.dir}/flow.db`;
  const bytes = Deno.readFileSync(path);
  // In front of the values of a row stand their types: an odd one is a text, the even one before it
  // are as many bytes.
  const type = bytes.lastIndexOf(
    13 + 2 * user.length,
    new TextDecoder("latin1").decode(bytes).indexOf(user),
  );
  bytes[type]! ^= 1;
  Deno.writeFileSync(path, bytes);
  using db = new DatabaseSync(path, { readOnly: true });
  assert.equal(db.prepare("SELECT typeof(user) AS type FROM runs").get()!.type, "blob");
  assert.deepEqual(brokenParts(db, run.id), ["run"]);
});

Deno.test("verify names the run whose seal is broken, and repair takes its rows as they are", async () => {
  const { store: _ } = sealed();
  using store = _;
  assert.deepEqual((await verifyStore(store.dir)).database, []);
  store.db.exec("UPDATE tasks SET step = 'scare' WHERE number = 2");
  const words = ["The tasks of Demo/1 are not what they were when it ended"];
  assert.deepEqual((await verifyStore(store.dir)).database, words);
  const { done, after } = await repairStore(store.dir);
  assert.deepEqual([done, after.ok], [["The tasks of Demo/1 are taken as they are now"], true]);
});

Deno.test("what changes a run that has ended keeps its seal whole", async () => {
  const { store: _, run: first } = sealed();
  using store = _;
  changeTags(store.db, first.id, { add: ["good"], remove: ["mine"] });
  const second = store.run({ originRun: first.id });
  second.task("start", { originRun: first.id });
  const third = store.run({ originRun: second.id });
  third.task("start", { originRun: second.id });
  for (const { id } of [second, third]) sealRun(store.db, id);
  assert.deepEqual((await verifyStore(store.dir)).database, []);
  await collectGarbage(store.dir, { keepLast: 1 });
  assert.deepEqual((await verifyStore(store.dir)).database, []);
  const seals = store.db.prepare("SELECT key FROM meta WHERE key GLOB 'seal:*'").all();
  assert.deepEqual(seals.map(({ key }) => key), [`seal:${third.id}`]);
});

Deno.test("verify names what has changed of the database itself", async () => {
  const cases: [sql: string, says: RegExp][] = [
    ["UPDATE meta SET value = '0.1.7' WHERE key = 'flow'", /table meta says/],
    ["UPDATE meta SET key = 'sealed' WHERE key = 'seal'", /"sealed", which means nothing/],
    ["ALTER TABLE logs RENAME COLUMN seq TO sea", /definition of logs has changed/],
  ];
  for (const [sql, says] of cases) {
    const { store: _ } = sealed();
    using store = _;
    store.db.exec(sql);
    const { database } = await verifyStore(store.dir).catch((error) => {
      return { database: [error.message] };
    });
    assert.match(database.join("\n"), says);
  }
});

Deno.test("verify sees a table that is not called one any more", async () => {
  using store = new StoreFixture();
  store.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const path = `${store.dir}/flow.db`;
  const bytes = Deno.readFileSync(path);
  // The type, the name and the table of a row of the schema.
  bytes[new TextDecoder("latin1").decode(bytes).indexOf("tablelogslogs")]! ^= 0x20;
  Deno.writeFileSync(path, bytes);
  await assert.rejects(verifyStore(store.dir), /definition of logs has changed/);
});
