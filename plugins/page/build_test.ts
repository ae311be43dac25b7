import assert from "node:assert/strict";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { buildPage, firstView, firstWeight } from "./build.ts";

const BUILT = new URL("./built/", import.meta.url);

const built = await buildPage();

function filesOf(folder: URL, below = ""): string[] {
  return [...Deno.readDirSync(new URL(below, folder))].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesOf(folder, `${below}${name}/`) : [below + name]
  );
}

Deno.test("what is committed of the page is what its source makes: `deno task page` mends it", () => {
  const expected = [...built.keys()].flatMap((path) => [path, `${path}.br`, `${path}.gz`]);
  assert.deepEqual(filesOf(BUILT).sort(), expected.sort());
  for (const [path, bytes] of built) {
    const kept = Deno.readFileSync(new URL(path, BUILT));
    assert.ok(kept.length === bytes.length && kept.every((byte, at) => byte === bytes[at]), path);
    const br = brotliDecompressSync(Deno.readFileSync(new URL(`${path}.br`, BUILT)));
    const gz = gunzipSync(Deno.readFileSync(new URL(`${path}.gz`, BUILT)));
    assert.ok(br.equals(bytes) && gz.equals(bytes), `${path}, compressed`);
  }
});

Deno.test("the HTML has no script or style of its own, and names only files that are there", () => {
  const html = new TextDecoder().decode(built.get("index.html"));
  assert.doesNotMatch(html, /<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/);
  for (const [, path] of html.matchAll(/(?:src|href)="\/([^"]+)"/g)) {
    assert.ok(built.has(path!), path);
  }
});

Deno.test("the list of runs loads less than 100 kB, and not what other views need", () => {
  const first = firstView(built);
  assert.ok(firstWeight(built) < 100_000, `${firstWeight(built)} bytes`);
  assert.ok(first.some((path) => path.startsWith("assets/runs_page-")));
  assert.ok(!first.some((path) => /timeline|graph_tab/.test(path)));
});
