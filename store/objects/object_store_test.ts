import assert from "node:assert/strict";
import fc from "fast-check";
import { holds } from "../../tests/helpers/property.ts";
import type { DatabaseSync } from "node:sqlite";
import { openDatabase } from "../metadata/database.ts";
import { digestSync } from "./digest.ts";
import { INLINE_MAX, objectPath, RAW, stagingFolder } from "./layout.ts";
import { ObjectStore } from "./object_store.ts";
import { StagedWriter } from "./staged.ts";
import { filesIn, hasCode, noise, prose, tempStore } from "./testing.ts";

async function withStore(
  work: (objects: ObjectStore, db: DatabaseSync) => Promise<void>,
): Promise<void> {
  await using temp = await tempStore();
  const dir = `${temp.dir}/store`;
  const db = openDatabase(dir, { create: true });
  try {
    await work(new ObjectStore(dir, db), db);
  } finally {
    db.close();
  }
}

async function bytesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The files of a store's objects, staged ones included. */
function objectFiles(objects: ObjectStore): string[] {
  return filesIn(objects.dir).filter((name) => /^(objects|staging)\//.test(name));
}

Deno.test("ObjectStore keeps small objects as rows and large ones as files", () =>
  withStore(async (objects) => {
    const sizes = [0, 1, INLINE_MAX, INLINE_MAX + 1, 100_000];
    for (const bytes of sizes.map((size) => noise(size))) {
      const { digest, size } = await objects.put(bytes);
      assert.deepEqual([digest, size], [digestSync(bytes), bytes.length]);
      const stat = objects.stat(digest);
      assert.deepEqual([stat?.inline, stat?.size], [size <= INLINE_MAX, size]);
      assert.deepEqual(objects.get(digest), bytes);
      assert.deepEqual(await bytesOf(await objects.stream(digest)), bytes);
    }
    assert.equal(objectFiles(objects).length, 2);
  }));

Deno.test("ObjectStore.put() writes equal content once", () =>
  withStore(async (objects, db) => {
    for (const bytes of [noise(10), noise(20_000), prose(3 << 20)]) {
      const { digest } = await objects.put(bytes);
      const files = objectFiles(objects);
      const changes = db.prepare("SELECT total_changes() AS n");
      const before = changes.get()!.n;
      assert.equal((await objects.put(bytes.slice())).digest, digest);
      assert.equal((await objects.putStream([bytes])).digest, digest);
      assert.deepEqual([objectFiles(objects), changes.get()!.n], [files, before]);
    }
  }));

Deno.test("ObjectStore.putStream() and putFile() keep what comes in pieces", () =>
  withStore(async (objects) => {
    const file = await Deno.makeTempFile();
    for (const bytes of [noise(0), noise(100), noise(INLINE_MAX), prose((2 << 20) + 1)]) {
      await Deno.writeFile(file, bytes);
      const fromFile = await objects.putFile(file);
      // One buffer for all pieces, as some streams have it.
      const buffer = new Uint8Array(7001);
      const fromStream = await objects.putStream((function* () {
        for (let at = 0; at < bytes.length; at += buffer.length) {
          const piece = bytes.subarray(at, at + buffer.length);
          buffer.set(piece);
          yield buffer.subarray(0, piece.length);
        }
      })());
      assert.deepEqual(fromFile, { digest: digestSync(bytes), size: bytes.length });
      assert.deepEqual(fromStream, fromFile);
      assert.deepEqual(objects.get(fromFile.digest), bytes);
    }
    await Deno.remove(file);
    await assert.rejects(() => objects.putFile(file), Deno.errors.NotFound);
  }));

Deno.test("ObjectStore.putStream() leaves nothing where the stream fails", () =>
  withStore(async (objects) => {
    const failing = (async function* () {
      yield noise(1 << 20);
      await Promise.resolve();
      throw new RangeError("no more");
    })();
    await assert.rejects(() => objects.putStream(failing), RangeError);
    assert.deepEqual(objectFiles(objects), []);
  }));

Deno.test("ObjectStore.getMany() gives all, or names the one that is missing", () =>
  withStore(async (objects, db) => {
    const digests: string[] = [];
    db.exec("BEGIN");
    for (let i = 0; i < 1200; i++) digests.push((await objects.put(noise(20, i + 1))).digest);
    db.exec("COMMIT");
    digests.push((await objects.put(noise(20_000))).digest);
    const found = objects.getMany([...digests, digests[0]!]);
    assert.equal(found.size, 1201);
    for (const digest of digests) assert.equal(digestSync(found.get(digest)!), digest);
    const none = digestSync(noise(1));
    assert.throws(() => objects.getMany([digests[0]!, none]), hasCode("object-missing", none));
  }));

Deno.test("ObjectStore notices damage and loss", () =>
  withStore(async (objects, db) => {
    const small = await objects.put(noise(100));
    const large = await objects.put(noise(20_000));
    db.prepare("UPDATE objects SET data = ? WHERE digest = ?").run(noise(100, 2), small.digest);
    const path = objectPath(objects.dir, large.digest, RAW);
    await Deno.remove(path);
    assert.throws(() => objects.get(small.digest), hasCode("object-damaged", small.digest));
    await assert.rejects(() => objects.stream(small.digest), hasCode("object-damaged"));
    assert.throws(() => objects.get(large.digest), hasCode("object-missing", large.digest, path));
    assert.equal(objects.has(large.digest), false);
    assert.equal(objects.has(digestSync(noise(1))), false);

    await objects.put(noise(20_000));
    assert.deepEqual(objects.get(large.digest), noise(20_000), "put again, it is there again");
    await Deno.chmod(path, 0o644);
    await Deno.truncate(path, 19_999);
    assert.equal(objects.has(large.digest), false);
    await objects.put(noise(20_000));
    assert.equal(objects.has(large.digest), true);
  }));

Deno.test("ObjectStore takes part in the transaction that is open", () =>
  withStore(async (objects, db) => {
    const writer = new StagedWriter(stagingFolder(objects.dir));
    await Deno.mkdir(stagingFolder(objects.dir));
    await writer.write(noise(20_000));
    const staged = await writer.finish();
    db.exec("BEGIN IMMEDIATE");
    const { digest: small } = await objects.put(noise(10));
    const { digest: large } = objects.adopt(staged);
    assert(objects.has(small) && objects.has(large));
    db.exec("ROLLBACK");
    assert(!objects.has(small) && !objects.has(large));
    // The file is there without its row, as after a crash; to put it again finds and takes it.
    await objects.put(noise(20_000));
    assert.deepEqual(objects.get(large), noise(20_000));
    assert.equal(objectFiles(objects).length, 1);
  }));

Deno.test("ObjectStore.remove() removes rows and files", () =>
  withStore(async (objects) => {
    for (const bytes of [noise(10), noise(20_000), prose(20_000)]) {
      const { digest } = await objects.put(bytes);
      objects.remove(digest);
      assert.equal(objects.has(digest), false);
      objects.remove(digest);
    }
    assert.deepEqual(objectFiles(objects), []);
  }));

Deno.test("ObjectStore behaves as a map of digests to bytes", async () => {
  const size = fc.constantFrom(0, 5, INLINE_MAX, INLINE_MAX + 1, 40_000);
  const operation = fc.record({
    what: fc.constantFrom("put", "get", "remove"),
    size,
    seed: fc.integer({ min: 1, max: 3 }),
  });
  await holds(
    fc.asyncProperty(
      fc.array(operation, { maxLength: 15 }),
      (operations) =>
        withStore(async (objects) => {
          const model = new Map<string, Uint8Array>();
          for (const { what, size, seed } of operations) {
            const bytes = noise(size, seed);
            const digest = digestSync(bytes);
            if (what === "put") {
              await objects.put(bytes);
              model.set(digest, bytes);
            } else if (what === "remove") {
              objects.remove(digest);
              model.delete(digest);
            }
            assert.equal(objects.has(digest), model.has(digest));
            if (model.has(digest)) assert.deepEqual(objects.get(digest), model.get(digest));
            else assert.throws(() => objects.get(digest), hasCode("object-missing"));
          }
        }),
    ),
    { runs: 25 },
  );
});
