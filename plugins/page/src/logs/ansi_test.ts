import assert from "node:assert/strict";
import { PLAIN, readAnsi, withoutAnsi } from "./ansi.ts";

Deno.test("readAnsi() reads colours of 16, 256 and all, and keeps them for the next line", () => {
  const cases: [string, unknown][] = [
    ["\x1b[31mx", { color: 1 }],
    ["\x1b[91;44mx", { color: 9, ground: 4 }],
    ["\x1b[38;5;208mx", { color: "rgb(255 135 0)" }],
    ["\x1b[48;5;3mx", { ground: 3 }],
    ["\x1b[38;5;232mx", { color: "rgb(8 8 8)" }],
    ["\x1b[1;38;2;1;2;3;4mx", { bold: true, color: "rgb(1 2 3)", underline: true }],
    ["\x1b[1;2m\x1b[22mx", {}],
    ["\x1b[31m\x1b[mx", {}],
    ["\x1b[38;2;999;0;0mx", {}],
    ["\x1b[38;5;999mx", {}],
  ];
  for (const [line, style] of cases) {
    const { spans, end } = readAnsi(line, PLAIN);
    assert.deepEqual(spans, [{ text: "x", style }], JSON.stringify(line));
    assert.deepEqual(end, style);
  }
  const { spans } = readAnsi("a\x1b[1mb", { color: 2 });
  assert.deepEqual(spans, [
    { text: "a", style: { color: 2 } },
    { text: "b", style: { color: 2, bold: true } },
  ]);
});

Deno.test("readAnsi() leaves only text of what moves, erases, names or links", () => {
  const hostile = "\x1b[2J\x1b[10;10Ha\x1b]0;title\x07b\x1b]8;;javascript:x\x1b\\c\x1b]8;;\x1b\\" +
    "\x1bcd\x00e\x9b31mf\x1bPq#0\x1b\\g\x1b";
  const { spans } = readAnsi(hostile, PLAIN);
  assert.equal(spans.map(({ text }) => text).join(""), "abcdefg");
  assert.equal(withoutAnsi(hostile), "abcdefg");
  assert.equal(withoutAnsi("\x1b]never ends"), "");
});

Deno.test("readAnsi() takes an avalanche of sequences", () => {
  const { spans, end } = readAnsi(
    "\x1b[1m\x1b[0m".repeat(50_000) + "x" + "\x1b[".repeat(50_000),
    PLAIN,
  );
  assert.deepEqual(spans.map(({ text }) => text).join("").slice(0, 1), "x");
  assert.equal(end, PLAIN);
});
