import assert from "node:assert/strict";
import { absolutePath, exists, fileUrl, parentPath } from "./path.ts";

Deno.test("absolutePath() drops dots and doubled separators", () => {
  const cases: [string, string, string][] = [
    ["a/b", "/x", "/x/a/b"],
    ["./a/../b", "/x/y", "/x/y/b"],
    ["../../../a", "/x", "/a"],
    ["/a//b/./c/", "/x", "/a/b/c"],
    ["..", "/", "/"],
  ];
  for (const [path, base, expected] of cases) assert.equal(absolutePath(path, base), expected);
});

Deno.test("absolutePath() starts from the working folder", () => {
  assert.equal(absolutePath("a"), absolutePath("a", Deno.cwd()));
});

Deno.test("parentPath() ends at the root", () => {
  assert.equal(parentPath("/a/b"), "/a");
  assert.equal(parentPath("/a"), "/");
  assert.equal(parentPath("/"), "/");
});

Deno.test("fileUrl() keeps characters that mean something in a URL", () => {
  const path = "/a b/c#d?e%20/ü";
  assert.equal(decodeURIComponent(fileUrl(path).pathname), path);
  assert.equal(fileUrl(path).search + fileUrl(path).hash, "");
});

Deno.test("exists() tells files from folders, and no from not allowed", async () => {
  const dir = await Deno.makeTempDir();
  await Deno.writeTextFile(`${dir}/f`, "");
  assert.equal(exists(dir), true);
  assert.equal(exists(dir, "folder"), true);
  assert.equal(exists(dir, "file"), false);
  assert.equal(exists(`${dir}/f`, "file"), true);
  assert.equal(exists(`${dir}/f/g`), false);
  assert.equal(exists(`${dir}/g`), false);
  await Deno.remove(dir, { recursive: true });
});
