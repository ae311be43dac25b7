import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { FlowError } from "../error.ts";
import { createHasher, digestSync, loadNative, parseDigest } from "./digest.ts";
import { sha256Hex } from "./sha256.ts";

/** Bytes that differ, and are the same each time. */
function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 255);
}

Deno.test("sha256Hex() agrees with the native hash at every length around a block", () => {
  const bytes = pattern(300);
  for (let length = 0; length <= bytes.length; length++) {
    const part = bytes.subarray(0, length);
    assert.equal(sha256Hex(part), createHash("sha256").update(part).digest("hex"));
  }
});

Deno.test("digestSync() gives the published digests", async () => {
  const abc = new TextEncoder().encode("abc");
  assert.equal(
    digestSync(abc),
    "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  await loadNative("blake3");
  assert.equal(
    digestSync(abc, "blake3"),
    "blake3:6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85",
  );
  // The vectors of the BLAKE3 authors: bytes that count from 0 to 250 over and over.
  const counting = Uint8Array.from({ length: 102400 }, (_, i) => i % 251);
  assert.equal(
    digestSync(counting, "blake3"),
    "blake3:bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085",
  );
});

Deno.test("digestSync() is the same before and after native code is loaded", async () => {
  const inputs = [0, 1, 47, 48, 64, 1000, 20_000].map(pattern);
  const before = inputs.map((bytes) => digestSync(bytes));
  await loadNative();
  assert.deepEqual(inputs.map((bytes) => digestSync(bytes)), before);
});

Deno.test("createHasher() gives the digest of the pieces together", async () => {
  await loadNative("blake3");
  const bytes = pattern(100_000);
  for (const algorithm of ["sha256", "blake3"] as const) {
    for (const piece of [1000, 1024, 65_537]) {
      const hasher = createHasher(algorithm);
      for (let at = 0; at < bytes.length; at += piece) {
        hasher.update(bytes.subarray(at, at + piece));
      }
      assert.equal(hasher.digest(), digestSync(bytes, algorithm));
    }
  }
});

Deno.test("parseDigest() takes apart what is one and refuses what is not", () => {
  const hex = "0".repeat(64);
  assert.deepEqual(parseDigest(`blake3:${hex}`), { algorithm: "blake3", hex });
  for (const wrong of ["", hex, `sha256:${hex}0`, `md5:${hex}`, `sha256:../${hex.slice(3)}`]) {
    assert.throws(() => parseDigest(wrong), (e) => e instanceof FlowError && e.exitCode === 1);
  }
});
