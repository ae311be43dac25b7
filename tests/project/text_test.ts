import assert from "node:assert/strict";
import { fromFileUrl } from "../../core/graph/source/path.ts";
import { projectFiles, ROOT, textOf } from "./tree.ts";

/** Where packages come from is the affair of whoever installs them. */
const REGISTRIES = [
  /registry\.(npmjs|yarnpkg)\./i,
  /\bnpm\.pkg\.github\.com/i,
  /\bnpm\.jsr\.io/i,
  /\bjsr\.io\b/i,
  /\bdeno\.land\/(x|std)/i,
  /\besm\.sh\b/i,
  /\b(unpkg|jsdelivr|skypack)\.(com|net|dev)\b/i,
  /\bcrates\.io\b/i,
  /\bpypi\.org\b/i,
];

/** Paths that only exist on somebody's machine. Examples in texts use `/home/me`. */
const PLACES = [
  /(?<![\w.~-])\/root\/\w/,
  /(?<![\w.~-])\/home\/(?!me\b)\w/,
  /(?<![\w.~-])\/Users\/(?!me\b)\w/,
  new RegExp(`(?<![\\w.~-])${RegExp.escape(fromFileUrl(ROOT))}`),
];

const texts = projectFiles()
  .filter((path) => !/\.(png|jpg|gif|woff2?|db|wasm|zst|br|gz)$/.test(path))
  .map((path) => ({ path, text: textOf(path) }));

/** `path:line` of every place that one of the patterns fits. */
function found(patterns: readonly RegExp[]): string[] {
  const places: string[] = [];
  for (const { path, text } of texts) {
    for (const pattern of patterns) {
      const at = text.search(pattern);
      if (at >= 0) places.push(`${path}:${text.slice(0, at).split("\n").length}`);
    }
  }
  return places;
}

Deno.test("no file names the host of a package registry", () => {
  assert.deepEqual(found(REGISTRIES), []);
});

Deno.test("no file names a path of one machine", () => {
  assert.deepEqual(found(PLACES), []);
});

Deno.test("files of code have names in snake case", () => {
  const odd = texts.map(({ path }) => path).filter((path) =>
    path.endsWith(".ts") && !path.startsWith("tests/fixtures/") && !/^[a-z0-9_/]+\.ts$/.test(path)
  );
  assert.deepEqual(odd, []);
});
