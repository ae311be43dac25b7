import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { StoreFixture } from "../../tests/helpers/runs.ts";
import { cardsOf, tasksWithCards } from "../metadata/cards.ts";
import { migrate, MIGRATIONS } from "../metadata/migrate.ts";
import { exportRun } from "./export.ts";
import { collectGarbage } from "./gc.ts";
import { importRun } from "./import.ts";
import { describeOwner } from "./owners.ts";
import { repairStore } from "./repair.ts";
import { storeStats } from "./stats.ts";
import { verifyStore } from "./verify.ts";

/** Bytes that are an object of their own. */
const LARGE = [{ is: "markdown", text: "x".repeat(5000) }];

const digestOf = (store: StoreFixture, id: string) =>
  store.db.prepare("SELECT digest FROM cards WHERE id = ?").get(id)!.digest as string;

const isThere = (store: StoreFixture, digest: string) =>
  store.db.prepare("SELECT 1 FROM objects WHERE digest = ?").get(digest) !== undefined;

Deno.test("cardsOf() lists the cards of a task by attempt and place", () => {
  using store = new StoreFixture();
  const run = store.run();
  run.task("a", { cards: { first: LARGE, second: "<b>" } });
  run.task("b");
  run.card(1, { id: "again", attempt: 2 });
  assert.deepEqual(
    cardsOf(store.db, run.id, 1).map((
      { attempt, id, type, revision, content },
    ) => [attempt, id, type, revision, content?.kind]),
    [
      [1, "first", "blank", 1, "json"],
      [1, "second", "own", 1, "text"],
      [2, "again", "blank", 0, undefined],
    ],
  );
  assert.deepEqual(tasksWithCards(store.db, run.id, 10), [1]);
});

Deno.test("gc keeps what cards show, and gives it back with their run", async () => {
  using store = new StoreFixture();
  const old = store.run({ flow: "A", created: 1 });
  old.task("start", { cards: { old: LARGE } });
  const kept = store.run({ flow: "A", created: 2 });
  kept.task("start", { cards: { kept: [{ is: "markdown", text: "y".repeat(5000) }] } });
  const [gone, stays] = [digestOf(store, "old"), digestOf(store, "kept")];
  const report = await collectGarbage(store.dir, { keepLast: 1 });
  assert.deepEqual(report.runs, ["A/1"]);
  assert.deepEqual([isThere(store, gone), isThere(store, stays)], [false, true]);
  assert.deepEqual(store.db.prepare("SELECT id FROM cards").all().map(({ id }) => id), ["kept"]);
  assert.equal((await verifyStore(store.dir)).ok, true);
});

Deno.test("verify names the card whose content is lost or damaged, and stats whose is large", async () => {
  using store = new StoreFixture();
  const run = store.run();
  run.task("start", { cards: { large: LARGE, tiny: [] } });
  const { largest } = await storeStats(store.dir, { largest: 1 });
  assert.equal(describeOwner(largest[0]!.owner!), 'card "large" of Demo/1/start/1');
  store.db.prepare("DELETE FROM objects WHERE digest = ?").run(digestOf(store, "large"));
  store.db.exec("UPDATE cards SET data = CAST('[2]' AS BLOB) WHERE id = 'tiny'");
  const { problems } = await verifyStore(store.dir);
  assert.deepEqual(
    problems.map(({ kind, neededBy }) => [kind, neededBy.map(describeOwner)]),
    [
      ["missing", ['card "large" of Demo/1/start/1']],
      ["damaged", ['card "tiny" of Demo/1/start/1']],
    ],
  );
  store.db.exec("UPDATE cards SET kind = 'exe'");
  assert.match((await verifyStore(store.dir)).database.join(), /rows of cards have a kind/);
});

Deno.test("cards are exported and imported, and saved out of a damaged database", async () => {
  using store = new StoreFixture();
  store.run().task("start", { cards: { large: LARGE, own: "<b>" } });
  const file = `${store.root}/run.flowrun`;
  await exportRun(store.dir, "Demo", 1, file);
  using other = new StoreFixture();
  await importRun(other.dir, file);
  const rows = ({ db }: StoreFixture) =>
    db.prepare("SELECT task, id, type, revision, digest FROM cards ORDER BY id").all();
  assert.deepEqual(rows(other), rows(store));
  assert.equal((await verifyStore(other.dir)).ok, true);
  // Another definition of a table: the database has to be made anew.
  other.db.exec("DROP INDEX runs_flow");
  await repairStore(other.dir);
  using db = new DatabaseSync(`${other.dir}/flow.db`);
  assert.equal(db.prepare("SELECT count(*) AS n FROM cards").get()!.n, 2);
});

Deno.test("import refuses cards whose names are none", async () => {
  using store = new StoreFixture();
  store.run().task("start", { cards: { large: LARGE } });
  const file = `${store.root}/run.flowrun`;
  for (const change of ["id = '../x'", "type = 'a b'", "kind = 'exe'", "run = 77"]) {
    await exportRun(store.dir, "Demo", 1, file);
    const archive = new DatabaseSync(file);
    archive.exec(`UPDATE cards SET ${change}`);
    archive.close();
    using other = new StoreFixture();
    await assert.rejects(importRun(other.dir, file), { code: "import-invalid" }, change);
  }
});

Deno.test("a run that was exported before there were cards is imported", async () => {
  using store = new StoreFixture();
  store.run().task("start");
  const file = `${store.root}/run.flowrun`;
  await exportRun(store.dir, "Demo", 1, file);
  // The same rows in the tables of each earlier version.
  for (let version = 1; version < MIGRATIONS.length; version++) {
    const old = `${store.root}/old-${version}.flowrun`;
    const archive = new DatabaseSync(old);
    migrate(archive, MIGRATIONS.slice(0, version));
    archive.exec(`ATTACH '${file}' AS now; PRAGMA application_id = ${0x464c4f57}`);
    const { sql } = archive.prepare("SELECT sql FROM now.sqlite_schema WHERE name = 'pieces'")
      .get()!;
    archive.exec(sql as string);
    for (const table of ["runs", "tasks", "attempts", "objects", "pieces"]) {
      archive.exec(`INSERT INTO ${table} SELECT * FROM now.${table}`);
    }
    archive.exec("INSERT INTO meta SELECT * FROM now.meta WHERE key IN ('archive', 'digest')");
    archive.close();
    using other = new StoreFixture();
    assert.equal((await importRun(other.dir, old)).added, true, `version ${version}`);
  }
});
