import assert from "node:assert/strict";
import { stage } from "./stage.ts";

const staged = await stage({ "cli/main.ts": "main", "mod.ts": "mod" }, {
  "store/home.ts": 'import "./nothing_else.ts"',
  "store/nothing_else.ts": "",
});

Deno.test("stage() follows imports, and takes what is loaded by an address as an entry", () => {
  assert.ok(staged.modules.has("cli/framework/dispatch.ts"));
  assert.ok(staged.modules.has("store/nothing_else.ts"));
  assert.equal(staged.entries.get("core/runtime/worker/main.ts"), "core.runtime.worker.main");
  assert.equal(staged.entries.get("cli/main.ts"), "main");
  assert.ok(staged.packages.has("@babel/parser"));
  const tests = [...staged.modules.keys()].filter((path) => /_test\.ts$/.test(path));
  assert.deepEqual(tests, []);
});

Deno.test("stage() rewrites addresses to what stands beside each other", () => {
  const sandbox = staged.modules.get("core/runtime/executor/sandbox.ts")!;
  assert.match(sandbox, /new URL\("\.\/core\.runtime\.worker\.main\.js", import\.meta\.url\)/);
  for (const [path, text] of staged.modules) {
    for (const [, address] of text.matchAll(/new URL\(\s*"([^"]+)",\s*import\.meta\.url/g)) {
      assert.match(address!, /^\.\/[^.]/, path);
    }
  }
});

Deno.test("stage() refuses an address that leads to no file of the project", async () => {
  // It names the project's folder itself.
  await assert.rejects(stage({ "build/bundle/bundler.ts": "x" }, {}), /HOME says where it is/);
});
