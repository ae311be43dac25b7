import assert from "node:assert/strict";
import { digestSync } from "./digest.ts";
import { copyObjectTo, readObject, readObjectStream } from "./files.ts";
import { objectPath } from "./layout.ts";
import { type Frame, seekTable } from "./seek_table.ts";
import { adoptStaged } from "./staged.ts";
import { filesIn, hasCode, noise, prose, stage, tempStore } from "./testing.ts";
import { VerifiedReader } from "./verified_reader.ts";
import { compress } from "./zstd.ts";

const MIB = 1 << 20;

type Store = Awaited<ReturnType<typeof tempStore>>;

/** Puts an object and gives its digest and its file, which may be written. */
async function put(store: Store, bytes: Uint8Array): Promise<{ digest: string; path: string }> {
  const staged = await stage(store.staging, bytes);
  adoptStaged(store.dir, staged);
  const path = objectPath(store.dir, staged.digest, staged.coding);
  await Deno.chmod(path, 0o644);
  return { digest: staged.digest, path };
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return pieces;
}

/** That no way of reading takes the file for the object. */
async function assertDamaged(store: Store, digest: string, path: string): Promise<void> {
  const damaged = hasCode("object-damaged", digest, path);
  assert.throws(() => readObject(store.dir, digest), damaged);
  assert.throws(() => {
    using reader = new VerifiedReader(store.dir, digest);
    while (reader.read() !== null);
  }, damaged);
  await assert.rejects(async () => {
    for await (const _ of await readObjectStream(store.dir, digest));
  }, damaged);
  await assert.rejects(() => copyObjectTo(store.dir, digest, `${store.dir}/copy`), damaged);
  assert.deepEqual(filesIn(store.dir).filter((name) => name.startsWith("copy")), []);
}

Deno.test("readObjectStream() gives pieces of 1 MiB and then the rest", async () => {
  await using store = await tempStore();
  for (const bytes of [noise(2 * MIB + 7), prose(2 * MIB + 7), noise(0)]) {
    const { digest } = await put(store, bytes);
    const pieces = await collect(await readObjectStream(store.dir, digest, bytes.length));
    assert.deepEqual(pieces.map((p) => p.length), bytes.length === 0 ? [] : [MIB, MIB, 7]);
    assert.equal(
      digestSync(new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer())),
      digest,
    );
  }
});

Deno.test("readObjectStream() holds no file open once it is left", async () => {
  await using store = await tempStore();
  const { digest } = await put(store, noise(3 * MIB));
  for await (const _ of await readObjectStream(store.dir, digest)) break;
  const reader = new VerifiedReader(store.dir, digest);
  for (const _ of reader) break;
  assert.throws(() => reader.read());
});

Deno.test("every reader notices a byte that has changed", async () => {
  await using store = await tempStore();
  for (const bytes of [noise(MIB + 20), prose(MIB + 20)]) {
    const { digest, path } = await put(store, bytes);
    const whole = await Deno.readFile(path);
    const places = [0, 100, whole.length >> 1, whole.length - 30, whole.length - 9]
      .concat(whole.length - 5, whole.length - 1);
    for (const place of places) {
      const changed = whole.slice();
      changed[place]! ^= 0x10;
      await Deno.writeFile(path, changed);
      await assertDamaged(store, digest, path);
    }
    await Deno.writeFile(path, whole);
    assert.deepEqual(readObject(store.dir, digest), bytes);
  }
});

Deno.test("readObject() never gives wrong bytes, whichever bit has changed", async () => {
  await using store = await tempStore();
  const bytes = prose(300);
  const { digest, path } = await put(store, bytes);
  const whole = await Deno.readFile(path);
  let noticed = 0;
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const changed = whole.slice();
    changed[bit >> 3]! ^= 1 << (bit & 7);
    await Deno.writeFile(path, changed);
    try {
      assert.deepEqual(readObject(store.dir, digest), bytes);
    } catch (error) {
      assert(hasCode("object-damaged", digest, path)(error));
      noticed++;
    }
  }
  // A few bits of a frame's header say nothing about the content.
  assert(noticed > whole.length * 8 - 16, `${noticed} of ${whole.length * 8}`);
});

Deno.test("every reader notices a file that has lost or gained bytes", async () => {
  await using store = await tempStore();
  for (const bytes of [noise(MIB + 20), prose(MIB + 20)]) {
    const { digest, path } = await put(store, bytes);
    const whole = await Deno.readFile(path);
    for (const length of [0, 1, 16, whole.length >> 1, whole.length - 9, whole.length - 1]) {
      await Deno.writeFile(path, whole.subarray(0, length));
      await assertDamaged(store, digest, path);
    }
    await Deno.writeFile(path, new Uint8Array([...whole, 0]));
    await assertDamaged(store, digest, path);
  }
});

Deno.test("no reader gives more than the file says, whatever its frames hold", async () => {
  await using store = await tempStore();
  const bytes = prose(20_000);
  const { digest, path } = await put(store, bytes);
  const bomb = compress(new Uint8Array(64 * MIB));
  const tables: Frame[][] = [
    [{ stored: bomb.length, size: 20_000 }],
    [{ stored: bomb.length, size: MIB }],
    [{ stored: bomb.length, size: 64 * MIB }],
    [{ stored: bomb.length, size: 0 }],
    [],
  ];
  for (const frames of tables) {
    const body = frames.length === 0 ? [] : [bomb];
    await Deno.writeFile(path, new Blob([...body, seekTable(frames)]).stream());
    await assertDamaged(store, digest, path);
  }
});

Deno.test("every reader refuses a file of another size than the one on record", async () => {
  await using store = await tempStore();
  const { digest, path } = await put(store, noise(20_000));
  const damaged = hasCode("object-damaged", digest, path, "20000", "20001");
  assert.throws(() => readObject(store.dir, digest, 20_001), damaged);
  assert.throws(() => new VerifiedReader(store.dir, digest, 20_001), damaged);
  await assert.rejects(() => readObjectStream(store.dir, digest, 20_001), damaged);
});

Deno.test("every reader says that an object is missing", async () => {
  await using store = await tempStore();
  const digest = digestSync(new Uint8Array(1));
  const missing = hasCode("object-missing", digest);
  assert.throws(() => readObject(store.dir, digest), missing);
  assert.throws(() => new VerifiedReader(store.dir, digest), missing);
  await assert.rejects(() => readObjectStream(store.dir, digest), missing);
  await assert.rejects(() => copyObjectTo(store.dir, digest, `${store.dir}/copy`), missing);
});

Deno.test("copyObjectTo() replaces the file that is there", async () => {
  await using store = await tempStore();
  const bytes = prose(MIB + 1);
  const { digest } = await put(store, bytes);
  const path = `${store.dir}/copy`;
  await Deno.writeTextFile(path, "before");
  await copyObjectTo(store.dir, digest, path);
  assert.deepEqual(new Uint8Array(await Deno.readFile(path)), bytes);
  await Deno.writeTextFile(path, "the copy can be changed");
});
