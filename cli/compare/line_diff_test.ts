import assert from "node:assert/strict";
import fc from "fast-check";
import { holds } from "../../tests/helpers/property.ts";
import { diffLines, hunks } from "./line_diff.ts";

function marked(before: string, after: string): string[] {
  return diffLines(before.split(""), after.split("")).map(({ mark, text }) => mark + text);
}

Deno.test("diffLines() finds the fewest changes", () => {
  assert.deepEqual(marked("abc", "abc"), [" a", " b", " c"]);
  assert.deepEqual(marked("abcd", "axcd"), [" a", "-b", "+x", " c", " d"]);
  assert.deepEqual(marked("", "ab"), ["+a", "+b"]);
  assert.deepEqual(marked("ab", ""), ["-a", "-b"]);
  const changes = marked("abcabba", "cbabac").filter((line) => !line.startsWith(" "));
  assert.equal(changes.length, 5);
});

Deno.test("diffLines() leads from one text to the other, whatever they are", async () => {
  const text = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 30 });
  await holds(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      const keep = (mark: string) =>
        lines.filter((line) => line.mark === " " || line.mark === mark).map((line) => line.text);
      assert.deepEqual(keep("-"), before);
      assert.deepEqual(keep("+"), after);
    }),
    { runs: 100 },
  );
});

Deno.test("diffLines() of long texts without anything in common ends soon", () => {
  const before = Array.from({ length: 20_000 }, (_, i) => `a${i}`);
  const after = Array.from({ length: 20_000 }, (_, i) => `b${i}`);
  assert.equal(diffLines(before, after).length, 40_000);
});

Deno.test("hunks() keeps what is near to a change", () => {
  const lines = diffLines("abcdefghij".split(""), "abcdeXghij".split(""));
  assert.deepEqual(
    hunks(lines, 1).map((one) => typeof one === "number" ? one : one.mark + one.text),
    [
      4,
      " e",
      "-f",
      "+X",
      " g",
      3,
    ],
  );
  assert.deepEqual(hunks(diffLines(["a"], ["a"]), 3), []);
});
