import assert from "node:assert/strict";
import { LogLines, type ShownLine } from "./log_lines.ts";

function line(text: string, stream: ShownLine["stream"] = "stdout"): ShownLine {
  return { stream, time: 0, text };
}

function many(count: number, from = 0): ShownLine[] {
  return Array.from({ length: count }, (_, at) => line(`line ${from + at}`));
}

function shown({ blocks }: LogLines): string[] {
  return blocks.flatMap(({ lines }) => lines.map(({ number, plain }) => `${number} ${plain}`));
}

Deno.test("LogLines grows at both ends, and is made anew by lines elsewhere", () => {
  const lines = new LogLines();
  lines.put(5, [line("five"), line("six, in pa")]);
  lines.put(6, [line("six, in parts"), line("seven")]);
  lines.put(3, [line("three"), line("four")]);
  assert.deepEqual(shown(lines), ["3 three", "4 four", "5 five", "6 six, in parts", "7 seven"]);
  assert.deepEqual([lines.first, lines.end], [3, 8]);
  lines.put(90, [line("elsewhere")]);
  assert.deepEqual(shown(lines), ["90 elsewhere"]);
});

Deno.test("LogLines keeps colours over lines of a stream, and shows what was written over last", () => {
  const lines = new LogLines();
  lines.put(0, [line("\x1b[31mred"), line("plain", "stderr")]);
  lines.put(2, [line("still"), line("10%\r50%\r100%\x1b[0m"), { ...line("cut"), more: 12_000 }]);
  const all = lines.blocks.flatMap(({ lines }) => lines);
  assert.deepEqual(all.map(({ spans }) => spans[0]!.style), [{ color: 1 }, {}, { color: 1 }, {
    color: 1,
  }, {}]);
  assert.equal(all[3]!.plain, "100%");
  assert.equal(all[4]!.plain, "cut … 12,000 more characters");
});

Deno.test("LogLines keeps blocks as they are when lines are added or left out elsewhere", () => {
  const lines = new LogLines();
  lines.put(450, many(450, 450));
  const before = lines.blocks;
  lines.put(900, many(300, 900));
  lines.put(250, many(200, 250));
  assert.ok(before.slice(1, -1).every((block) => lines.blocks.includes(block)));
  assert.deepEqual(shown(lines), many(950, 250).map(({ text }, at) => `${250 + at} ${text}`));
  assert.equal(new Set(lines.blocks.map(({ at }) => at)).size, lines.blocks.length);
  lines.shorten(400, "first");
  assert.deepEqual([lines.first, lines.end], [600 - 200, 1200]);
  lines.shorten(0, "last");
  assert.deepEqual([lines.first, lines.end], [400, 800]);
});
