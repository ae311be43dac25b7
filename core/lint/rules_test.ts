import assert from "node:assert/strict";
import "../../plugins/decorators/mod.ts";
import "../../plugins/cards/author/card.ts";
import { fromFileUrl } from "../graph/source/path.ts";
import { analyse } from "./analysis.ts";
import { RULES } from "./rules/mod.ts";

const FIXTURES = new URL("../../tests/fixtures/lint/", import.meta.url);

/** What a fixture says it has: `// expect: rule` or `// expect: rule warning` before the line. */
function expected(text: string): string[] {
  const found: string[] = [];
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    const match = /^\s*\/\/ expect: ([\w-]+)( warning)?$/.exec(line);
    if (match === null) continue;
    let next = index + 1;
    while (/^\s*\/\/ expect:/.test(lines[next]!)) next++;
    found.push(`${next + 1} ${match[2] ? "warning" : "error"} ${match[1]}`);
  }
  return found.sort();
}

async function findings(rule: string, name: string): Promise<{ found: string[]; text: string }> {
  const path = fromFileUrl(new URL(`${rule}/${name}.ts`, FIXTURES));
  const { diagnostics } = await analyse(path, { cache: false });
  for (const { hint, message } of diagnostics) {
    assert.ok(hint, `"${message}" says what to do`);
    assert.doesNotMatch(message, /\.$/);
    assert.match(hint, /[.?…)}]$/, hint);
  }
  return {
    found: diagnostics.map((one) => `${one.line} ${one.severity} ${one.rule}`).sort(),
    text: await Deno.readTextFile(path),
  };
}

for (const { name } of RULES) {
  Deno.test(`rule ${name} finds what is wrong in its bad fixture, and nothing in its good one`, async () => {
    const good = await findings(name, "good");
    assert.deepEqual(good.found, []);
    const bad = await findings(name, "bad");
    assert.deepEqual(bad.found, expected(bad.text));
    assert.ok(bad.found.some((line) => line.endsWith(` ${name}`)));
  });
}

Deno.test("every folder of fixtures belongs to a rule", () => {
  const folders = [...Deno.readDirSync(FIXTURES)].map(({ name }) => name).sort();
  assert.deepEqual(folders, RULES.map(({ name }) => name).sort());
});
