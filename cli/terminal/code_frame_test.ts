import assert from "node:assert/strict";
import { codeFrame, displayPath } from "./code_frame.ts";
import { makeColours } from "./colours.ts";

const plain = makeColours(false);
const source = "one\ntwo\n\tthree()\nfour\nfive\nsix\n";

Deno.test("codeFrame() shows two lines around and a mark under the column", () => {
  assert.deepEqual(codeFrame(source, { file: "", line: 3, column: 2 }, plain), [
    "  1 | one",
    "  2 | two",
    "> 3 |   three()",
    "    |   ^",
    "  4 | four",
    "  5 | five",
  ]);
});

Deno.test("codeFrame() stops at the ends of the file", () => {
  assert.deepEqual(codeFrame("only", { file: "", line: 1, column: 0 }, plain), ["> 1 | only"]);
  assert.deepEqual(codeFrame("only", { file: "", line: 9, column: 1 }, plain), []);
});

Deno.test("codeFrame() makes the source safe to print", () => {
  const [frame] = codeFrame("x = '\x1b[2J'", { file: "", line: 1, column: 0 }, plain);
  assert.equal(frame, "> 1 | x = '\\x1b[2J'");
});

Deno.test("displayPath() is relative inside of the folder only", () => {
  assert.equal(displayPath("/a/b/c.ts", "/a"), "b/c.ts");
  assert.equal(displayPath("/ab/c.ts", "/a"), "/ab/c.ts");
  assert.equal(displayPath("/a/c.ts", "/"), "a/c.ts");
});
