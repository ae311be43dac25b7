import assert from "node:assert/strict";
import { joinPath } from "../graph/source/path.ts";
import { withFiles } from "../graph/testing.ts";
import { ANALYSER_FOLDERS } from "./analyser.ts";
import { analyse, type Analysis } from "./analysis.ts";

const FLOW = `import { FlowSpec, step } from "flow"; import { Base } from "./base.ts";
export default class F extends Base { @step start() { this.next(this.end); } @step end() {} }`;
const BASE = `import { FlowSpec } from "flow"; export class Base extends FlowSpec {}`;

/** Analyses \`flow.ts\` in a folder, with a cache beside it. */
function inProject(
  use: (tools: {
    folder: string;
    analyse: () => Promise<Analysis>;
    write: (name: string, text: string) => void;
    kept: () => string[];
  }) => Promise<void>,
): Promise<void> {
  return withFiles({ "project/flow.ts": FLOW, "project/base.ts": BASE }, async (top) => {
    const folder = joinPath(top, "project");
    const cache = joinPath(top, "cache");
    await use({
      folder,
      analyse: () => analyse(joinPath(folder, "flow.ts"), { cache }),
      write: (name, text) => Deno.writeTextFileSync(joinPath(folder, name), text),
      kept: () => [...Deno.readDirSync(cache)].map(({ name }) => joinPath(cache, name)),
    });
  });
}

Deno.test("analyse() gives the same from the cache as afresh", async () => {
  await inProject(async ({ analyse, kept, folder }) => {
    const fresh = await analyse();
    assert.equal(kept().length, 1);
    const again = await analyse();
    const plain = (analysis: Analysis) => ({
      ...analysis,
      project: null,
      modules: analysis.modules.map(({ bytes, ...module }) => ({
        ...module,
        text: new TextDecoder().decode(bytes()),
      })),
    });
    assert.deepEqual(plain(again), JSON.parse(JSON.stringify(plain(fresh))));
    assert.deepEqual(again.modules.map(({ path }) => path.slice(folder.length + 1)), [
      "flow.ts",
      "base.ts",
    ]);
    assert.match(again.modules[0]!.digest, /^sha256:[0-9a-f]{64}$/);
    assert.equal(again.project.root, folder);
  });
});

/** Marks the kept analysis, so that one from the cache can be told. */
async function mark(path: string): Promise<void> {
  const text = Deno.readTextFileSync(path).slice(71).replace('"flow":"F"', '"flow":"Kept"');
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  Deno.writeTextFileSync(path, `sha256:${new Uint8Array(hash).toHex()}${text}`);
}

Deno.test("analyse() takes the cache only while no file has changed", async () => {
  type Tools = Parameters<Parameters<typeof inProject>[0]>[0];
  const changes: [what: string, change: (tools: Tools) => void, flow: string][] = [
    ["nothing", () => {}, "Kept"],
    ["another file", ({ write }) => write("other.ts", "x"), "Kept"],
    ["the flow", ({ write }) => write("flow.ts", FLOW + " "), "F"],
    ["an imported module", ({ write }) => write("base.ts", BASE + " "), "F"],
    ["a module of the same size", ({ write }) => write("base.ts", BASE.replace("{}", "; ")), ""],
    ["a new configuration", ({ write }) => write("deno.json", "{}"), "F"],
    ["a link in place of a module", ({ folder }) => {
      Deno.renameSync(`${folder}/base.ts`, `${folder}/moved.ts`);
      Deno.symlinkSync(`${folder}/moved.ts`, `${folder}/base.ts`);
    }, "F"],
    ["a module gone", ({ folder }) => Deno.removeSync(`${folder}/base.ts`), ""],
    ["a damaged cache", ({ kept }) => {
      const [path] = kept();
      const bytes = Deno.readFileSync(path!);
      bytes[bytes.length - 40]! ^= 1;
      Deno.writeFileSync(path!, bytes);
    }, "F"],
    ["a cut cache", ({ kept }) => Deno.truncateSync(kept()[0]!, 100), "F"],
  ];
  for (const [what, change, flow] of changes) {
    await inProject(async (tools) => {
      await tools.analyse();
      await mark(tools.kept()[0]!);
      change(tools);
      assert.equal((await tools.analyse()).graphs[0]?.flow ?? "", flow, what);
    });
  }
});

Deno.test("analyse() looks again at a configuration that changed, and at what was missing", async () => {
  await inProject(async ({ analyse, write }) => {
    write("deno.json", `{ "imports": { "lib": "./a.ts" } }`);
    write("flow.ts", `import "lib"; import "./late.ts"; ${FLOW}`);
    write("a.ts", "");
    write("b.ts", "");
    const first = await analyse();
    assert.deepEqual(first.diagnostics.map(({ rule }) => rule), ["import-missing"]);
    write("late.ts", "");
    write("deno.json", `{ "imports": { "lib": "./b.ts" } }`);
    const second = await analyse();
    assert.deepEqual(second.diagnostics, []);
    assert.ok(second.modules.some(({ path }) => path.endsWith("/b.ts")));
    write("deno.json", `{ "imports": `);
    const [problem] = (await analyse()).diagnostics;
    assert.equal(problem!.rule, "config-syntax");
  });
});

Deno.test("analyse() goes on where the cache cannot be written", async () => {
  await inProject(async ({ folder, write }) => {
    write("file", "");
    const { graphs } = await analyse(`${folder}/flow.ts`, { cache: `${folder}/file/cache` });
    assert.equal(graphs.length, 1);
  });
});

Deno.test("analyse() refuses what is no file", async () => {
  await inProject(async ({ folder }) => {
    await assert.rejects(analyse(folder), { code: "file-missing" });
    await assert.rejects(analyse(`${folder}/no.ts`), { code: "file-missing" });
  });
});

Deno.test("analyse() knows the folders that it consists of", () => {
  const root = new URL("../../", import.meta.url);
  const found: string[] = [];
  const walk = (folder: string) => {
    found.push(folder);
    for (const { name, isDirectory } of Deno.readDirSync(new URL(folder, root))) {
      if (isDirectory) walk(`${folder}/${name}`);
    }
  };
  for (const folder of ["core/graph", "core/lint", "core/snapshot"]) walk(folder);
  // Drawing a graph says nothing about it.
  assert.deepEqual(
    found.filter((one) => !one.startsWith("core/graph/draw")).sort(),
    ANALYSER_FOLDERS,
  );
});
