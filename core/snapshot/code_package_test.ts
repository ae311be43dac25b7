import assert from "node:assert/strict";
import { codeFolder, codeManifest, layOut } from "./code_package.ts";

const digest = `sha256:${"ab".repeat(32)}`;
const bytes = new TextEncoder().encode("export {};\n");

Deno.test("codeManifest() names files from the project's folder on, whatever their order", () => {
  const files = ["/p/lib/b.ts", "/p/a.ts"].map((path) => ({ path, digest, size: 11 }));
  const { manifest } = codeManifest("/p", "/p/a.ts", files);
  assert.equal(manifest.entry, "a.ts");
  assert.deepEqual(manifest.files.map((file) => file.path), ["a.ts", "lib/b.ts"]);
  assert.deepEqual(codeManifest("/p", "/p/a.ts", files.toReversed()).bytes.length > 0, true);
});

Deno.test("layOut() lays files out once, read-only, and anew when they have changed", async () => {
  const store = await Deno.makeTempDir();
  try {
    const manifest = {
      version: 1 as const,
      entry: "a.ts",
      files: [{ path: "lib/a.ts", digest, size: bytes.length }],
    };
    const contentOf = () => bytes;
    const folder = layOut(store, digest, manifest, contentOf);
    assert.equal(folder, codeFolder(store, digest));
    assert.equal(await Deno.readTextFile(`${folder}/lib/a.ts`), "export {};\n");
    if (Deno.build.os !== "windows") {
      assert.equal((await Deno.stat(`${folder}/lib/a.ts`)).mode! & 0o222, 0);
    }
    const { ino } = await Deno.stat(folder);
    assert.equal(layOut(store, digest, manifest, contentOf), folder);
    assert.equal((await Deno.stat(folder)).ino, ino);
    for (const changed of ["export {};\0", "export", null]) {
      await Deno.remove(`${folder}/lib/a.ts`);
      if (changed !== null) await Deno.writeTextFile(`${folder}/lib/a.ts`, changed);
      assert.equal(layOut(store, digest, manifest, contentOf), folder);
      assert.equal(await Deno.readTextFile(`${folder}/lib/a.ts`), "export {};\n");
    }
  } finally {
    await Deno.remove(store, { recursive: true });
  }
});

Deno.test("layOut() writes nothing outside of its folder", async () => {
  const store = await Deno.makeTempDir();
  try {
    for (
      const path of ["../out.ts", "/etc/out.ts", "a/../../out.ts", "a\\..\\out.ts", "C:/out.ts"]
    ) {
      const manifest = { version: 1 as const, entry: "a.ts", files: [{ path, digest, size: 1 }] };
      assert.throws(() => layOut(store, digest, manifest, () => bytes), { code: "code-invalid" });
    }
    assert.equal([...Deno.readDirSync(store)].some((entry) => entry.name === "out.ts"), false);
  } finally {
    await Deno.remove(store, { recursive: true });
  }
});
