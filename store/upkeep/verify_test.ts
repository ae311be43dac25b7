import assert from "node:assert/strict";
import { StoreFixture } from "../../tests/helpers/runs.ts";
import { openDatabase } from "../metadata/database.ts";
import { listRuns } from "../metadata/runs.ts";
import { listTasks } from "../metadata/tasks.ts";
import { objectPath } from "../objects/layout.ts";
import { ObjectStore } from "../objects/object_store.ts";
import { noise, prose } from "../objects/testing.ts";
import { exists } from "../path.ts";
import { objectFiles } from "./files.ts";
import { describeOwner } from "./owners.ts";
import { repairStore } from "./repair.ts";
import { verifyStore } from "./verify.ts";

const put = (store: StoreFixture, bytes: Uint8Array) =>
  new ObjectStore(store.dir, store.db).put(bytes);

/** A store with one value of each sort: tiny, small, a file, a compressed file; code and items. */
async function fullStore() {
  const store = new StoreFixture();
  const run = store.run({
    flow: "Full",
    params: { p: 1 },
    code: { "a.ts": "let a;", "b.ts": "b" },
  });
  run.foreach(["x", "y".repeat(300)], () => ({ small: "z".repeat(500) }));
  const plain = await put(store, noise(20_000));
  const packed = await put(store, prose(60_000));
  run.ref(2, "plain", { ...plain, kind: "bytes" });
  run.ref(3, "packed", { ...packed, kind: "bytes" });
  return { store, run, plain, packed };
}

/** Writes to a file of an object, which is read-only. */
function overwrite(path: string, change: (bytes: Uint8Array) => Uint8Array): void {
  const bytes = Deno.readFileSync(path);
  Deno.chmodSync(path, 0o644);
  Deno.writeFileSync(path, change(bytes));
}

function readsAs(store: StoreFixture, digest: string, expected: Uint8Array): boolean {
  try {
    assert.deepEqual(new ObjectStore(store.dir, store.db).get(digest), expected);
    return true;
  } catch {
    return false;
  }
}

Deno.test("verifyStore() finds nothing wrong with a sound store, and tells how far it is", async () => {
  const { store } = await fullStore();
  using _ = store;
  const progress: [number, number][] = [];
  const report = await verifyStore(store.dir, { onProgress: (...at) => progress.push(at) });
  assert.deepEqual({ ...report, store: "" }, {
    store: "",
    ok: true,
    database: [],
    objects: report.objects,
    problems: [],
    strays: [],
    leftovers: [],
  });
  assert.equal(report.objects.count, 8);
  assert.deepEqual(progress.at(-1), [report.objects.bytes, report.objects.bytes]);
});

Deno.test("verifyStore() names what is damaged or missing, and who needs it", async () => {
  const { store, plain, packed } = await fullStore();
  using _ = store;
  overwrite(objectPath(store.dir, plain.digest, 0), (bytes) => {
    bytes[10_000]! ^= 1;
    return bytes;
  });
  await Deno.remove(objectPath(store.dir, packed.digest, 1));
  store.db.exec(`
    UPDATE objects SET data = x'00' WHERE size = 6;
    DELETE FROM objects WHERE size = 502;
    UPDATE artifacts SET data = x'32' WHERE name = 'p'`);
  Deno.writeTextFileSync(`${store.dir}/objects/sha256/stray`, "");
  Deno.mkdirSync(`${store.dir}/objects/sha256/00`, { recursive: true });
  Deno.writeTextFileSync(`${store.dir}/objects/sha256/00/${"0".repeat(62)}`, "stray");
  const report = await verifyStore(store.dir);
  assert.equal(report.ok, false);
  const lines = report.problems.map(({ kind, needed, neededBy }) =>
    `${kind}, ${needed}: ${neededBy.map(describeOwner).join(", ")}`
  );
  assert.deepEqual(lines.sort(), [
    `damaged, 1: artifact "p" of Full/1`,
    `damaged, 1: artifact "plain" of Full/1/score/2`,
    "damaged, 1: the code of Full/1",
    `missing, 1: artifact "packed" of Full/1/score/3`,
    `missing, 2: artifact "small" of Full/1/score/2, artifact "small" of Full/1/score/3`,
  ]);
  assert.deepEqual(report.strays.map(({ bytes }) => bytes), [5]);
});

Deno.test("verifyStore() finds a flipped bit in any byte of a value", async () => {
  const store = new StoreFixture();
  using _ = store;
  const run = store.run();
  const task = run.task("start", { sets: { tiny: "t".repeat(20), small: "s".repeat(200) } });
  const plain = await put(store, noise(17_000));
  const packed = await put(store, prose(17_000));
  run.ref(task, "plain", { ...plain, kind: "bytes" });
  run.ref(task, "packed", { ...packed, kind: "bytes" });
  const problems = async () => (await verifyStore(store.dir)).problems.length;
  assert.equal(await problems(), 0);
  for (const [{ digest }, coding] of [[plain, 0], [packed, 1]] as const) {
    const path = objectPath(store.dir, digest, coding);
    const sound = Deno.readFileSync(path);
    const step = coding === 0 ? 997 : Math.max(1, Math.floor(sound.length / 40));
    for (let at = 0; at < sound.length; at += step) {
      overwrite(path, (bytes) => {
        bytes[at]! ^= 1 << (at % 8);
        return bytes;
      });
      // A few bits of a compressed file mean nothing: the value is as it was.
      const harmless = coding === 1 && readsAs(store, digest, prose(17_000));
      const where = `byte ${at} of ${sound.length}, coding ${coding}`;
      assert.equal(await problems(), harmless ? 0 : 1, where);
      overwrite(path, () => sound);
    }
    for (const length of [0, 1, sound.length - 1]) {
      overwrite(path, () => sound.slice(0, length));
      assert.equal(await problems(), 1, `${length} bytes of ${sound.length}`);
    }
    overwrite(path, () => new Uint8Array([...sound, 0]));
    assert.equal(await problems(), 1, "one byte more");
    overwrite(path, () => sound);
  }
  for (const [table, where] of [["objects", "size = 202"], ["artifacts", "name = 'tiny'"]]) {
    const { data } = store.db.prepare(`SELECT data FROM ${table} WHERE ${where}`).get()!;
    const set = store.db.prepare(`UPDATE ${table} SET data = ? WHERE ${where}`);
    for (let at = 0; at < (data as Uint8Array).length; at += 7) {
      const flipped = (data as Uint8Array).slice();
      flipped[at]! ^= 128;
      set.run(flipped);
      assert.equal(await problems(), 1, `${table} ${at}`);
    }
    set.run(data as Uint8Array);
  }
  assert.equal(await problems(), 0);
});

Deno.test("verifyStore() comes to an end where a damaged table gives the same rows again and again", async () => {
  const { store } = await fullStore();
  using _ = store;
  const sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'objects'";
  const { rootpage } = store.db.prepare(sql).get() as { rootpage: number };
  store.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  overwrite(`${store.dir}/flow.db`, (bytes) => {
    // The number of cells on the page: where none was written, each leads to its beginning.
    bytes[(rootpage - 1) * 4096 + 4]! ^= 0x80;
    return bytes;
  });
  await assert.rejects(verifyStore(store.dir), { code: "store-damaged" });
});

Deno.test("verifyStore() sees rows that cannot be", async () => {
  const { store } = await fullStore();
  using _ = store;
  store.db.exec("UPDATE runs SET params = '{\"p\"'; UPDATE tasks SET status = 'runninh'");
  const { ok, database } = await verifyStore(store.dir);
  assert.equal(ok, false);
  assert.deepEqual(database, [
    "1 of the rows of runs have parameters that cannot be",
    "5 of the rows of tasks have a status that cannot be",
  ]);
});

Deno.test("verifyStore() finds the same, in the same order, in several threads", async () => {
  using store = new StoreFixture();
  const run = store.run();
  const stored: { digest: string }[] = [];
  store.db.exec("BEGIN");
  for (let at = 0; at < 1200; at++) {
    const value = await put(store, noise(at % 100 === 0 ? 20_000 + at : 300, at + 1));
    run.ref(0, `value_${at}`, { ...value, kind: "bytes" });
    stored.push(value);
  }
  store.db.exec("COMMIT");
  const damage = store.db.prepare("UPDATE objects SET data = zeroblob(300) WHERE digest = ?");
  for (const at of [1, 501, 999, 1199]) damage.run(stored[at]!.digest);
  for (const at of [0, 700]) await Deno.remove(objectPath(store.dir, stored[at]!.digest, 0));
  const progress: [number, number][] = [];
  const alone = await verifyStore(store.dir, { threads: 1 });
  const report = await verifyStore(store.dir, {
    threads: 3,
    onProgress: (...at) => progress.push(at),
  });
  assert.equal(alone.problems.length, 6);
  assert.deepEqual(report, alone);
  assert.equal(progress.at(-1)![0], report.objects.bytes);
});

Deno.test("verifyStore() can be stopped", async () => {
  const { store } = await fullStore();
  using _ = store;
  const stop = new AbortController();
  stop.abort();
  for (const threads of [1, 2]) {
    const verifying = verifyStore(store.dir, { signal: stop.signal, threads });
    await assert.rejects(verifying, { name: "AbortError" });
  }
});

Deno.test("repairStore() sets damaged objects aside, so that they can be made anew", async () => {
  const { store, plain } = await fullStore();
  using _ = store;
  const path = objectPath(store.dir, plain.digest, 0);
  overwrite(path, (bytes) => bytes.fill(0, 100, 200));
  store.db.exec("UPDATE objects SET data = x'00' WHERE size = 502");
  const { aside, after, done } = await repairStore(store.dir);
  assert.deepEqual(aside.map((name) => name.replace(store.dir, "").slice(0, 15)), [
    "/damaged/sha256",
  ]);
  assert.equal(done.length, 2);
  assert.deepEqual(after.problems.map(({ kind }) => kind), ["missing", "missing"]);
  assert.equal(exists(path), false);
  await put(store, noise(20_000));
  store.put("z".repeat(500));
  assert.equal((await verifyStore(store.dir)).ok, true);
});

Deno.test("repairStore() takes up again the files of objects whose rows were lost", async () => {
  const { store, plain, packed } = await fullStore();
  using _ = store;
  store.db.exec("DELETE FROM objects WHERE data IS NULL");
  assert.equal((await verifyStore(store.dir)).problems.length, 2);
  const { done, after } = await repairStore(store.dir);
  assert.deepEqual(done, ["2 objects were taken up from their files"]);
  assert.equal(after.ok, true);
  const objects = new ObjectStore(store.dir, store.db);
  assert.deepEqual([objects.stat(plain.digest)!.coding, objects.stat(packed.digest)!.coding], [
    0,
    1,
  ]);
});

Deno.test("repairStore() makes a lost database anew from the objects, and says what is lost", async () => {
  const { store, plain } = await fullStore();
  using _ = store;
  store.db.close();
  for (const { name } of [...Deno.readDirSync(store.dir)]) {
    if (name.startsWith("flow.db")) Deno.removeSync(`${store.dir}/${name}`);
  }
  const { done, after } = await repairStore(store.dir);
  assert.match(done[0]!, /database was lost.*up to 16 KiB/);
  assert.equal(done[1], "2 objects were taken up from their files");
  assert.deepEqual([after.ok, after.objects.count], [true, 2]);
  const db = openDatabase(store.dir);
  assert.equal(new ObjectStore(store.dir, db).get(plain.digest).length, 20_000);
  db.close();
  store.db.open();
});

Deno.test("repairStore() saves what can be read of a damaged database", async () => {
  using store = new StoreFixture();
  store.db.exec("BEGIN");
  for (let i = 0; i < 300; i++) {
    const run = store.run({ flow: "Many" });
    for (let task = 0; task < 20; task++) {
      run.task("step", {
        sets: { text: "text ".repeat(50) + i },
        logs: [[1, "line\n".repeat(20)]],
      });
    }
  }
  store.db.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
  store.db.close();
  // Wipes out a part in the middle.
  const path = `${store.dir}/flow.db`;
  const file = Deno.openSync(path, { write: true });
  const { size } = file.statSync();
  file.seekSync(Math.floor(size / 2 / 4096) * 4096, Deno.SeekMode.Start);
  file.writeSync(new Uint8Array(16 * 4096).fill(0xa5));
  file.close();
  await assert.rejects(
    async () => {
      const report = await verifyStore(store.dir);
      if (!report.ok) throw Object.assign(new Error(), { code: "store-damaged" });
    },
    { code: "store-damaged" },
  );
  const { done, aside, after } = await repairStore(store.dir);
  assert.match(done[0]!, /database was damaged/);
  assert.match(aside[0]!, /flow\.db\.damaged-/);
  assert.equal(Deno.statSync(aside[0]!).size, size);
  assert.deepEqual(after.database, []);
  const db = openDatabase(store.dir, { readonly: true });
  const runs = listRuns(db, { limit: 1000 });
  const tasks = runs.reduce((sum, run) => sum + listTasks(db, run.id).length, 0);
  db.close();
  assert.ok(runs.length + tasks / 20 > 400, `${runs.length} runs, ${tasks} tasks`);
  assert.equal((await repairStore(store.dir)).done.length, 0, "once is enough");
  store.db.open();
});

Deno.test("repairStore() saves a database of which not even the header is left", async () => {
  const { store } = await fullStore();
  using _ = store;
  store.db.close();
  const file = Deno.openSync(`${store.dir}/flow.db`, { write: true });
  file.writeSync(new Uint8Array(8192).fill(1));
  file.close();
  await assert.rejects(verifyStore(store.dir), { code: "store-damaged" });
  const { done, after } = await repairStore(store.dir);
  assert.ok(done.some((line) => line.includes('Nothing of the table "runs"')), done.join("\n"));
  assert.equal(after.objects.count, 2);
  store.db.open();
});

Deno.test("repairStore() waits for its turn", async () => {
  const { store } = await fullStore();
  using _ = store;
  const running = openDatabase(store.dir, { create: true });
  await assert.rejects(repairStore(store.dir), { code: "store-busy" });
  running.close();
  await assert.rejects(repairStore(`${store.root}/none`), { code: "no-store" });
  assert.equal([...objectFiles(store.dir)].length, 2);
});
