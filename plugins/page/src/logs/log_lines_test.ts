import assert from "node:assert/strict";
import type { LogInfo } from "../../../../core/client/reader.ts";
import { LogLines } from "./log_lines.ts";

function piece(seq: number, text: string, stream: LogInfo["stream"] = "stdout"): LogInfo {
  return { seq, stream, time: seq, text };
}

function shown({ blocks }: LogLines): string[] {
  return blocks.flatMap(({ lines }) =>
    lines.map(({ stream, plain, seq, last }) => `${stream[3]}${seq}-${last} ${plain}`)
  );
}

Deno.test("LogLines joins parts of lines, by stream, also when they come later", () => {
  const lines = new LogLines();
  lines.push([piece(1, "a\nb"), piece(2, "err", "stderr")]);
  assert.deepEqual(shown(lines), ["o1-1 a", "o1-2 b", "e2-2 err"]);
  lines.push([piece(3, "c\n")]);
  assert.deepEqual(shown(lines), ["o1-1 a", "o1-3 bc", "e2-3 err"]);
  lines.push([piece(4, "or\n", "stderr")]);
  assert.deepEqual(shown(lines), ["o1-1 a", "o1-3 bc", "e2-4 error"]);
});

Deno.test("LogLines keeps colours over lines, shows what was written over last, cuts the longest", () => {
  const lines = new LogLines();
  lines.push([
    piece(1, "\x1b[31mred\nstill\x1b[0m\n10%\r50%\r100%\r\n" + "x".repeat(30_000) + "\n"),
  ]);
  const all = lines.blocks.flatMap(({ lines }) => lines);
  assert.deepEqual(all[1]!.spans, [{ text: "still", style: { color: 1 } }]);
  assert.equal(all[2]!.plain, "100%");
  assert.match(all[3]!.plain, /x … 10,000 more characters$/);
});

Deno.test("LogLines makes blocks, of which most stay when more comes at either side", () => {
  const later = [piece(100, "line\n".repeat(450)), piece(101, "a\nopen")];
  const lines = new LogLines();
  lines.push(later);
  const before = lines.blocks;
  lines.push([piece(102, "ed\n" + "more\n".repeat(300) + "open")]);
  assert.equal(lines.blocks[0], before[0]);
  assert.equal(lines.blocks.flatMap(({ lines }) => lines).length, 753);
  assert.equal(new Set(lines.blocks.map(({ id }) => id)).size, lines.blocks.length);
  assert.ok(lines.blocks.every(({ lines }) => lines.length <= 2 * 200));

  const whole = new LogLines();
  whole.push([piece(98, "x\n"), piece(99, "its beginn"), ...later]);
  whole.reuse(before);
  assert.equal(whole.blocks.flatMap(({ lines }) => lines)[1]!.plain, "its beginnline");
  assert.ok(before.filter((block) => whole.blocks.includes(block)).length > 0);

  lines.drop(2);
  assert.equal(lines.blocks.flatMap(({ lines }) => lines).length, 353);
});
