import assert from "node:assert/strict";
import { StoreFixture } from "../../../tests/helpers/runs.ts";
import { INLINE_MAX, ObjectStore } from "../../../store/objects/object_store.ts";
import { SmallObjects } from "./small_objects.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

Deno.test("SmallObjects has what was just made before it is in the store, and after", () => {
  using store = new StoreFixture();
  const small = new SmallObjects(new ObjectStore(store.dir, store.db));
  small.add("sha256:made", bytesOf("made"));
  assert.deepEqual(small.get("sha256:made"), bytesOf("made"));
  small.committed("sha256:made");
  small.committed("sha256:made");
  assert.deepEqual(small.get("sha256:made"), bytesOf("made"));
});

Deno.test("SmallObjects.get() reads the store, and says what is missing there", () => {
  using store = new StoreFixture();
  const small = new SmallObjects(new ObjectStore(store.dir, store.db));
  const digest = store.putInline(bytesOf("kept"));
  assert.deepEqual(small.get(digest), bytesOf("kept"));
  const missing = `sha256:${"0".repeat(64)}`;
  assert.throws(() => small.get(missing), { code: "object-missing" });
});

Deno.test("SmallObjects.get() does not read what is large", async () => {
  using store = new StoreFixture();
  const objects = new ObjectStore(store.dir, store.db);
  const { digest } = await objects.put(new Uint8Array(INLINE_MAX + 1));
  assert.throws(() => new SmallObjects(objects).get(digest), { code: "object-large" });
});

Deno.test("SmallObjects.bytesOf() takes tiny values from their reference", () => {
  using store = new StoreFixture();
  const small = new SmallObjects(new ObjectStore(store.dir, store.db));
  const ref = { digest: "sha256:nowhere", kind: "json", size: 1, data: bytesOf("1") };
  assert.deepEqual(small.bytesOf(ref), bytesOf("1"));
});

Deno.test("SmallObjects.load() gets many at once, and keeps a bounded number of them", () => {
  using store = new StoreFixture();
  const objects = new ObjectStore(store.dir, store.db);
  const small = new SmallObjects(objects);
  const digests = Array.from({ length: 20 }, (_, at) => store.putInline(bytesOf(`object ${at}`)));
  small.load(digests.map((digest) => ({ digest, kind: "json", size: 8 })));
  store.db.exec("DELETE FROM objects");
  digests.forEach((digest, at) => assert.deepEqual(small.get(digest), bytesOf(`object ${at}`)));
  // What was read long ago is asked for again, and is not there any more.
  for (let at = 0; at < 10_000; at++) {
    small.add(`d${at}`, bytesOf("x"));
    small.committed(`d${at}`);
  }
  assert.throws(() => small.get(digests[0]!), { code: "object-missing" });
});
