import assert from "node:assert/strict";
import { digestSync, loadNative } from "./digest.ts";
import { readObject } from "./files.ts";
import { objectPath, RAW, ZSTD } from "./layout.ts";
import {
  adoptStaged,
  inspectObject,
  removeObjectFile,
  stageBytes,
  StagedWriter,
} from "./staged.ts";
import { filesIn, noise, prose, stage, tempStore } from "./testing.ts";

const MIB = 1 << 20;

Deno.test("StagedWriter keeps what comes in pieces of any size", async () => {
  await using store = await tempStore();
  for (const make of [noise, prose]) {
    for (const size of [0, 1, 20_000, MIB - 1, MIB, MIB + 1, 3 * MIB + 5]) {
      const bytes = make(size);
      for (const piece of [size || 1, 65_537, 2 * MIB]) {
        const staged = await stage(store.staging, bytes, piece);
        assert.equal(staged.digest, digestSync(bytes));
        assert.equal(staged.size, size);
        assert.equal(staged.coding, make === prose && size > 1000 ? ZSTD : RAW);
        assert.equal(staged.storedSize, Deno.statSync(staged.path).size);
        assert(staged.path.includes(staged.digest.replace(":", "-")));
        assert(staged.path.includes(`.${Deno.pid}-`));
        adoptStaged(store.dir, staged);
        assert.deepEqual(readObject(store.dir, staged.digest, size), bytes);
      }
    }
  }
  assert.deepEqual(filesIn(store.staging), []);
});

Deno.test("StagedWriter decides on the beginning alone", async () => {
  await using store = await tempStore();
  const mixed = new Uint8Array(2 * MIB);
  mixed.set(noise(MIB));
  const staged = await stage(store.staging, mixed);
  assert.deepEqual([staged.coding, staged.storedSize], [RAW, 2 * MIB]);
});

Deno.test("StagedWriter hashes with BLAKE3 where it is asked to", async () => {
  await using store = await tempStore();
  const bytes = noise(100_000);
  const writer = new StagedWriter(store.staging, { algorithm: "blake3" });
  await writer.write(bytes);
  const staged = await writer.finish();
  await loadNative("blake3");
  assert.equal(staged.digest, digestSync(bytes, "blake3"));
  adoptStaged(store.dir, staged);
  assert.deepEqual(readObject(store.dir, staged.digest), bytes);
});

Deno.test("StagedWriter leaves nothing behind when it is given up", async () => {
  await using store = await tempStore();
  const writer = new StagedWriter(store.staging);
  await writer.write(noise(2 * MIB));
  assert.equal(filesIn(store.staging).length, 1);
  await writer.abort();
  assert.deepEqual(filesIn(store.staging), []);
});

Deno.test("adoptStaged() moves a file into place once", async () => {
  await using store = await tempStore();
  for (const bytes of [noise(20_000), prose(20_000)]) {
    const first = await stage(store.staging, bytes);
    const second = await stageBytes(store.staging, bytes, first.digest);
    const final = objectPath(store.dir, first.digest, first.coding);
    assert.equal(adoptStaged(store.dir, first), true);
    const { ino, mode } = Deno.statSync(final);
    if (mode !== null) assert.equal(mode & 0o222, 0, "objects never change");
    assert.equal(adoptStaged(store.dir, second), false);
    assert.equal(Deno.statSync(final).ino, ino);
    assert.deepEqual(filesIn(store.staging), []);
    removeObjectFile(store.dir, first.digest);
  }
  assert.deepEqual(filesIn(`${store.dir}/objects`), []);
});

Deno.test("adoptStaged() replaces a file that has lost its end", async () => {
  await using store = await tempStore();
  for (const bytes of [noise(20_000), prose(3 * MIB)]) {
    const staged = await stage(store.staging, bytes);
    adoptStaged(store.dir, staged);
    const path = objectPath(store.dir, staged.digest, staged.coding);
    await Deno.chmod(path, 0o644);
    await Deno.truncate(path, staged.storedSize - 1);
    assert.equal(inspectObject(store.dir, staged.digest, bytes.length), null);
    assert.equal(adoptStaged(store.dir, await stage(store.staging, bytes)), true);
    assert.deepEqual(readObject(store.dir, staged.digest), bytes);
  }
});

Deno.test("adoptStaged() replaces a damaged file of the other coding", async () => {
  await using store = await tempStore();
  const bytes = prose(20_000);
  const staged = await stage(store.staging, bytes);
  const raw = objectPath(store.dir, staged.digest, RAW);
  await Deno.mkdir(raw.slice(0, raw.lastIndexOf("/")), { recursive: true });
  await Deno.writeFile(raw, bytes.subarray(1));
  adoptStaged(store.dir, staged);
  assert.deepEqual(readObject(store.dir, staged.digest), bytes);
});

Deno.test("adoptStaged() takes one of many that hold the same object", async () => {
  await using store = await tempStore();
  const bytes = noise(50_000);
  const digest = digestSync(bytes);
  const all = await Promise.all(
    Array.from({ length: 8 }, () => stageBytes(store.staging, bytes, digest)),
  );
  assert.equal(new Set(all.map((staged) => staged.path)).size, 8);
  assert.deepEqual(all.map((s) => adoptStaged(store.dir, s)), [true, ...Array(7).fill(false)]);
  assert.deepEqual(readObject(store.dir, digest), bytes);
});

Deno.test("StagedWriter and adoptStaged() say that a folder cannot be written", async () => {
  await using store = await tempStore();
  const module = new URL("./staged.ts", import.meta.url).href;
  const code = `
    import { adoptStaged, StagedWriter } from ${JSON.stringify(module)};
    const [dir] = Deno.args;
    const codeOf = async (work) => {
      try { await work(); return "none"; } catch (error) { return error.code ?? String(error); }
    };
    const writer = new StagedWriter(dir + "/staging", { digest: "sha256:" + "0".repeat(64) });
    console.log(await codeOf(() => writer.write(new Uint8Array(1 << 20))));
    const staged = { digest: "sha256:" + "0".repeat(64), size: 1, coding: 0, storedSize: 1 };
    console.log(await codeOf(() => adoptStaged(dir, { ...staged, path: dir + "/staging/file" })));
  `;
  await Deno.writeTextFile(`${store.staging}/file`, "x");
  await Deno.writeTextFile(`${store.dir}/main.ts`, code);
  await Deno.chmod(store.staging, 0o555);
  await Deno.chmod(store.dir, 0o755);
  // Nothing is read-only for root.
  const nobody = Deno.uid() === 0 ? { uid: 65534, gid: 65534 } : {};
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--no-check", "--no-lock", "--no-config", "--cached-only"],
      ...[`${store.dir}/main.ts`, store.dir],
    ],
    cwd: "/",
    env: { DENO_DIR: `${store.dir}/nothing`, DENO_NO_UPDATE_CHECK: "1" },
    ...nobody,
  }).output();
  const said = new TextDecoder().decode(stdout);
  assert.equal(said, "store-readonly\nstore-readonly\n", new TextDecoder().decode(stderr));
});
