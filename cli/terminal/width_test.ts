import assert from "node:assert/strict";
import { displayWidth, fitWidth, padWidth } from "./width.ts";

Deno.test("displayWidth() counts columns, not characters", () => {
  for (
    const [text, width] of [
      ["", 0],
      ["abc", 3],
      ["日本", 4],
      ["e\u0301", 1],
      ["🚀", 2],
      ["✓ ok", 4],
      ["\x1b[31mred\x1b[39m", 3],
    ] as const
  ) assert.equal(displayWidth(text), width, JSON.stringify(text));
});

Deno.test("fitWidth() cuts to the columns there are", () => {
  assert.equal(fitWidth("abcdef", 6), "abcdef");
  assert.equal(fitWidth("abcdef", 4), "abc…");
  assert.equal(fitWidth("日本語", 4), "日…");
  assert.equal(fitWidth("\x1b[31mabcdef\x1b[39m", 3), "\x1b[31mab…\x1b[0m");
  assert.equal(fitWidth("abc", 0), "");
});

Deno.test("padWidth() fills up on either side", () => {
  assert.equal(padWidth("日", 4), "日  ");
  assert.equal(padWidth("7", 3, "left"), "  7");
});
