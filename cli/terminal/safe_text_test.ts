import assert from "node:assert/strict";
import { safeLines, safeLogLine, safeText } from "./safe_text.ts";

Deno.test("safeText() spells out what acts on a terminal", () => {
  const cases: [text: string, safe: string][] = [
    ["plain é 日本", "plain é 日本"],
    ["a\nb\r\tc", "a\\nb\\r\\tc"],
    ["\x1b]0;title\x07", "\\x1b]0;title\\x07"],
    ["\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"],
    ["\x9b31m", "\\x9b31m"],
    ["abc\u202efdp.exe", "abc\\u202efdp.exe"],
    ["\u2066x\u2069", "\\u2066x\\u2069"],
    ["\x00\x7f", "\\x00\\x7f"],
  ];
  for (const [text, safe] of cases) assert.equal(safeText(text), safe);
});

Deno.test("safeLines() keeps line breaks and leaves out colours", () => {
  assert.deepEqual(safeLines("a\r\n\x1b[1mb\x1b[0m\n\x1b[2Jc"), ["a", "b", "\\x1b[2Jc"]);
});

Deno.test("safeLogLine() keeps colours and only where colours are on", () => {
  const line = "\x1b[1;32mok\x1b[0m \x1b[2J\x1b]8;;http://x\x07";
  assert.equal(
    safeLogLine(line, true),
    "\x1b[1;32mok\x1b[0m \\x1b[2J\\x1b]8;;http://x\\x07\x1b[0m",
  );
  assert.equal(safeLogLine(line, false), "ok \\x1b[2J\\x1b]8;;http://x\\x07");
});

Deno.test("safeLogLine() keeps the last state of a line that was drawn over", () => {
  assert.equal(safeLogLine("10 %\r50 %\r100 %", false), "100 %");
  assert.equal(safeLogLine("done\r", false), "done");
});
