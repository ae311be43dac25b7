import assert from "node:assert/strict";
import { makeFolder } from "./folders.ts";

Deno.test("makeFolder() makes all that is missing, and leaves what is there", () => {
  const root = Deno.makeTempDirSync();
  try {
    makeFolder(`${root}/a/b/c`);
    makeFolder(`${root}/a/b/c`);
    assert.ok(Deno.statSync(`${root}/a/b/c`).isDirectory);
    Deno.writeTextFileSync(`${root}/file`, "");
    assert.throws(() => makeFolder(`${root}/file/a`), Deno.errors.NotADirectory);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
});
