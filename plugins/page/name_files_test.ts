import assert from "node:assert/strict";
import { nameFiles } from "./name_files.ts";

/** The same files as two machines would bundle them. */
const bundle = (a: string, b: string, c: string, text = "two()") =>
  new Map([
    ["main.js", `import"./chunk-${a}.js";import("./view-${c}.js")`],
    [`chunk-${a}.js`, `one();import("./view-${c}.js")`],
    [`chunk-${b}.js`, text],
    [`view-${c}.js`, `import"./chunk-${a}.js";import"./chunk-${b}.js"`],
  ]);

Deno.test("nameFiles() gives the same names and texts wherever they were bundled", () => {
  const here = nameFiles(bundle("AAAAAAA1", "BBBBBBB2", "CCCCCCC3"));
  const there = nameFiles(bundle("ZZZZZZZ1", "YYYYYYY2", "XXXXXXX3"));
  const withoutGiven = (files: typeof here) => files.map(({ name, text }) => ({ name, text }));
  assert.deepEqual(withoutGiven(here), withoutGiven(there));
  const names = here.map(({ name }) => name);
  for (const { text } of here) {
    for (const [, name] of text.matchAll(/"\.\/([^"]+)"/g)) assert.ok(names.includes(name!), name);
  }
});

Deno.test("nameFiles() gives all of them other names when one has changed", () => {
  const before = nameFiles(bundle("AAAAAAA1", "BBBBBBB2", "CCCCCCC3")).map(({ name }) => name);
  const after = nameFiles(bundle("AAAAAAA1", "BBBBBBB2", "CCCCCCC3", "three()"))
    .map(({ name }) => name);
  assert.ok(after.every((name) => !before.includes(name)));
});
