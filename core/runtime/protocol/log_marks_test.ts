import assert from "node:assert/strict";
import fc from "fast-check";
import { holds } from "../../../tests/helpers/property.ts";
import { logMark, type MarkedText, MarkReader } from "./log_marks.ts";

const NONCE = "12ab34cd";

/** Joins neighbours of one attempt: how a stream is cut into pieces says nothing. */
function joined(pieces: MarkedText[]): MarkedText[] {
  const result: MarkedText[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last?.task === piece.task && last.attempt === piece.attempt) last.text += piece.text;
    else result.push({ ...piece });
  }
  return result;
}

function read(chunks: Uint8Array[]): MarkedText[] {
  const reader = new MarkReader(NONCE);
  return joined([...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.end()]);
}

const text = fc.array(
  fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    // What looks like a mark, or like the beginning of one.
    fc.constantFrom(
      "\x1b",
      "\x1b]",
      "\x1b]flow;",
      "\x1b]flow;00000000;1;1\x07",
      "\x07",
      "\n",
      "é",
      "😀",
    ),
  ),
  { maxLength: 6 },
).map((parts) => parts.join("").replaceAll("\ufeff", ""));

Deno.test("MarkReader.push() gives each text to its attempt, wherever the bytes are split", async () => {
  const sections = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 3 }), text),
    {
      maxLength: 6,
    },
  );
  await holds(
    fc.property(text, sections, fc.array(fc.nat(), { maxLength: 20 }), (before, given, cuts) => {
      const whole = before +
        given.map(([task, attempt, piece]) => logMark(NONCE, task, attempt) + piece).join("");
      const bytes = new TextEncoder().encode(whole);
      const places = [...new Set(cuts.map((one) => one % (bytes.length + 1)))].sort((a, b) =>
        a - b
      );
      const chunks = [0, ...places].map((start, at) =>
        bytes.slice(start, places[at] ?? bytes.length)
      );
      const expected = joined([
        { task: 0, attempt: 0, text: before },
        ...given.map(([task, attempt, piece]) => ({ task, attempt, text: piece })),
      ].filter((piece) => piece.text !== ""));
      assert.deepEqual(read(chunks), expected);
    }),
    { runs: 100 },
  );
});

Deno.test("MarkReader.push() passes on at once what cannot be a part of a mark", () => {
  const reader = new MarkReader(NONCE);
  const encoder = new TextEncoder();
  assert.deepEqual(reader.push(encoder.encode("loading…")), [{
    task: 0,
    attempt: 0,
    text: "loading…",
  }]);
  assert.deepEqual(reader.push(encoder.encode(logMark(NONCE, 7, 2) + "50 %\r")), [
    { task: 7, attempt: 2, text: "50 %\r" },
  ]);
  assert.deepEqual(reader.push(encoder.encode("\x1b[32mok")), [{
    task: 7,
    attempt: 2,
    text: "\x1b[32mok",
  }]);
});

Deno.test("MarkReader.end() gives what was held back", () => {
  const reader = new MarkReader(NONCE);
  assert.deepEqual(reader.push(new TextEncoder().encode("\x1b]flow;")), []);
  assert.deepEqual(reader.end(), [{ task: 0, attempt: 0, text: "\x1b]flow;" }]);
});

Deno.test("MarkReader.push() takes the marks of another executor for text", () => {
  const mark = logMark("00000000", 3, 1);
  assert.deepEqual(read([new TextEncoder().encode(`a${mark}b`)]), [
    { task: 0, attempt: 0, text: `a${mark}b` },
  ]);
});

Deno.test("MarkReader.push() takes for text what only begins like a mark, and holds on to none of it", () => {
  const encoder = new TextEncoder();
  for (const numbers of ["1e300;1", "1.5;1", "-1;1", ";", "1", "9".repeat(200)]) {
    const forged = `${logMark(NONCE, 0, 0).slice(0, -4)}${numbers}\x07after`;
    const pieces = read([encoder.encode(`${logMark(NONCE, 3, 1)}before${forged}`)]);
    assert.deepEqual(pieces, [{ task: 3, attempt: 1, text: `before${forged}` }]);
  }
  const reader = new MarkReader(NONCE);
  let given = 0;
  const endless = encoder.encode("1".repeat(1000));
  given += reader.push(encoder.encode(logMark(NONCE, 1, 1).slice(0, -1))).length;
  for (let at = 0; at < 10; at++) {
    for (const { text } of reader.push(endless)) given += text.length;
  }
  assert.ok(given >= 10_000, `${given} characters`);
});
