import assert from "node:assert/strict";
import { SourceFiles } from "../graph/source/files.ts";
import { joinPath } from "../graph/source/path.ts";
import { withFiles } from "../graph/testing.ts";
import { localModules, type ModuleClosure } from "./modules.ts";

async function closureOf(
  files: Record<string, string>,
  arrange: (folder: string) => Promise<void> = () => Promise.resolve(),
  entry = "flow.ts",
): Promise<ModuleClosure & { folder: string; names: string[] }> {
  return await withFiles(files, async (folder) => {
    await arrange(folder);
    const path = joinPath(folder, entry);
    const closure = localModules(path, await SourceFiles.open(path));
    const names = closure.modules.map((module) => module.path.slice(folder.length + 1));
    return { ...closure, folder, names };
  });
}

const rulesOf = ({ diagnostics }: ModuleClosure) =>
  diagnostics.map(({ rule, severity, line, column }) => `${rule} ${severity} ${line}:${column}`);

Deno.test("localModules() follows everything that loading a flow reads", async () => {
  const closure = await closureOf({
    "flow.ts": `
import "./a.ts"; import type { T } from "./types.ts"; import { type Q, q } from "./b.ts";
export * from "./c.mjs"; export { d } from "./deep/d.js";
import data from "./data.json" with { type: "json" };
import text from "./words.txt" with { type: "text" };
const later = await import("./later.ts"), other = await import(name);
const raw = await import("./raw.bin", { with: { type: "bytes" } });
const worker = new URL("./worker.ts", import.meta.url), out = new URL("./out/", import.meta.url);
const table = import.meta.resolve("./table.csv");
import { z } from "npm:zod@4"; import path from "node:path"; import fs from "fs"; import "flow";`,
    "a.ts": `import "./flow.ts"; import "./a.ts";`,
    "b.ts": `export const q = 1;`,
    "c.mjs": `import("./from_js.ts")`,
    "from_js.ts": "",
    "deep/d.js": `import "../b.ts"; export const d = 1;`,
    "types.ts": `import "./not_loaded.ts";`,
    "data.json": "{}",
    "words.txt": "a",
    "later.ts": `require("./common.cjs")`,
    "common.cjs": `module.exports = require("./b.ts")`,
    "raw.bin": "\\0",
    "worker.ts": `import "./in_worker.ts"`,
    "in_worker.ts": "",
    "table.csv": "1",
    "unrelated.ts": "",
  });
  assert.deepEqual(closure.diagnostics, []);
  assert.deepEqual(closure.names.sort(), [
    "a.ts",
    "b.ts",
    "c.mjs",
    "common.cjs",
    "data.json",
    "deep/d.js",
    "flow.ts",
    "from_js.ts",
    "in_worker.ts",
    "later.ts",
    "raw.bin",
    "table.csv",
    "words.txt",
    "worker.ts",
  ]);
  const flow = closure.modules.find(({ path }) => path.endsWith("/flow.ts"))!;
  assert.deepEqual(
    flow.specifiers.filter(({ target }) => target.kind !== "local").map(({ target }) => target),
    [
      { kind: "npm", specifier: "npm:zod@4" },
      { kind: "node", specifier: "node:path" },
      { kind: "node", specifier: "node:fs" },
      { kind: "flow" },
    ],
  );
  assert.equal(flow.specifiers.find(({ specifier }) => specifier === "./data.json")!.type, "json");
  assert.equal(closure.modules.find(({ path }) => path.endsWith("raw.bin"))!.kind, "asset");
});

Deno.test("localModules() applies the imports and scopes of deno.json and package.json", async () => {
  const closure = await closureOf({
    "deno.jsonc": `{
      // Names of the project
      "imports": { "@/": "./lib/", "util": "./lib/util.ts", "yaml": "npm:yaml@2", },
      "scopes": { "./lib/": { "util": "./lib/inner.ts" } },
    }`,
    "package.json": `{ "dependencies": { "lodash": "^4", "yaml": "1", "mine": "file:../x" } }`,
    "flow.ts": `import "@/a.ts"; import "util"; import "yaml/sub"; import "lodash/fp";`,
    "lib/a.ts": `import "util";`,
    "lib/util.ts": "",
    "lib/inner.ts": "",
  });
  assert.deepEqual(closure.diagnostics, []);
  assert.deepEqual(closure.names, ["flow.ts", "lib/a.ts", "lib/util.ts", "lib/inner.ts"]);
  const targets = closure.modules[0]!.specifiers.map(({ target }) => target);
  assert.deepEqual(targets.slice(2), [
    { kind: "npm", specifier: "npm:yaml@2/sub" },
    { kind: "npm", specifier: "npm:lodash@^4/fp" },
  ]);
});

Deno.test("localModules() takes an import map file and a workspace's root into account", async () => {
  const mapped = await closureOf({
    "deno.json": `{ "importMap": "maps/map.json" }`,
    "maps/map.json": `{ "imports": { "a": "../a.ts" } }`,
    "flow.ts": `import "a";`,
    "a.ts": "",
  });
  assert.deepEqual(mapped.names, ["flow.ts", "a.ts"]);
  const member = await closureOf(
    {
      "deno.json": `{ "workspace": ["./flows"], "imports": { "shared": "./shared.ts" } }`,
      "shared.ts": "",
      "flows/deno.json": "{}",
      "flows/flow.ts": `import "shared";`,
    },
    undefined,
    "flows/flow.ts",
  );
  assert.deepEqual(member.names, ["flows/flow.ts", "shared.ts"]);
  assert.deepEqual(member.diagnostics, []);
});

Deno.test("localModules() refuses what would lead out of the project", async () => {
  const closure = await closureOf(
    {
      "project/deno.json": "{}",
      "project/flow.ts": `import "../outside.ts";
import secret from "/etc/passwd" with { type: "text" };
import "./link.ts";
import "./folder/inside.ts";
import data from "./linked.json" with { type: "json" };
import "./fine.ts";
const url = new URL("../outside.ts", import.meta.url);
await import("../outside.ts");
export * from "file:///etc/hosts";`,
      "project/real.ts": "",
      "outside.ts": "",
      "other/inside.ts": "",
      "secret.json": "{}",
    },
    async (folder) => {
      await Deno.symlink(`${folder}/outside.ts`, `${folder}/project/link.ts`);
      await Deno.symlink(`${folder}/other`, `${folder}/project/folder`);
      await Deno.symlink(`${folder}/secret.json`, `${folder}/project/linked.json`);
      await Deno.symlink(`${folder}/project/real.ts`, `${folder}/project/fine.ts`);
    },
    "project/flow.ts",
  );
  assert.deepEqual(rulesOf(closure).sort(), [
    "import-link error 3:8",
    "import-link error 4:8",
    "import-link error 5:18",
    "import-outside error 1:8",
    "import-outside error 2:20",
    "import-outside error 8:14",
    "import-outside error 9:15",
    "import-outside warning 7:21",
  ]);
  assert.deepEqual(closure.names, ["project/flow.ts", "project/fine.ts"]);
  assert.ok(closure.diagnostics.every(({ hint }) => hint));
});

Deno.test("localModules() refuses remote modules, data addresses, threads and unknown names", async () => {
  const closure = await closureOf({
    "flow.ts": `import "https://example.com/x.ts";
import "jsr:@std/path";
import "data:text/javascript,1";
await import("blob:null/1");
import { Worker } from "node:worker_threads";
process.getBuiltinModule("worker_threads");
import "nowhere";
import "./missing.ts";
await import("./missing.ts");
import "./data.json";
import type { T } from "https://example.com/types.ts";`,
    "data.json": "{}",
  });
  assert.deepEqual(rulesOf(closure).sort(), [
    "import-data error 3:8",
    "import-data error 4:14",
    "import-missing error 8:8",
    "import-missing warning 9:14",
    "import-remote error 1:8",
    "import-remote error 2:8",
    "import-type error 10:8",
    "import-unknown error 7:8",
    "import-worker error 5:24",
    "import-worker error 6:26",
  ]);
  assert.equal(closure.incomplete, true);
});

Deno.test("localModules() takes the nearest configured folder as the project", async () => {
  const closure = await closureOf(
    { "package.json": "{}", "flows/a/flow.ts": `import "../../lib.ts"; import "x";`, "lib.ts": "" },
    undefined,
    "flows/a/flow.ts",
  );
  assert.deepEqual(closure.names, ["flows/a/flow.ts", "lib.ts"]);
  assert.deepEqual(rulesOf(closure), ["import-unknown error 1:31"]);
});
