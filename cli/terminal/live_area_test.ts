import assert from "node:assert/strict";
import { LiveArea } from "./live_area.ts";
import { Output } from "./output.ts";

/** Plays what was written on a screen without wrapping, and gives its lines. */
function screen(text: string): string[] {
  const lines = [""];
  let row = 0;
  // deno-lint-ignore no-control-regex
  for (const [part] of text.matchAll(/\x1b\[\??(\d*)([A-Za-z])|\n|\r|[^\x1b\n\r]+/g)) {
    // deno-lint-ignore no-control-regex
    const [, count, letter] = /^\x1b\[\??(\d*)([A-Za-z])$/.exec(part) ?? [];
    if (letter === "A") row -= Number(count);
    else if (letter === "K") lines[row] = "";
    else if (letter === "J") lines.splice(row, Infinity, "");
    else if (letter !== undefined || part === "\r") continue;
    else if (part === "\n") lines[++row] ??= "";
    else lines[row] = part;
  }
  return lines;
}

function recorded(): { out: Output; text: () => string } {
  let text = "";
  const decoder = new TextDecoder();
  const stream = {
    isTerminal: () => true,
    writeSync: (bytes: Uint8Array) => {
      text += decoder.decode(bytes);
      return bytes.length;
    },
  };
  return { out: new Output(stream, false), text: () => text };
}

Deno.test("LiveArea draws over its rows and leaves what stands above", () => {
  const { out, text } = recorded();
  const area = new LiveArea(out);
  area.draw(["a 1", "b 1", "c 1"]);
  assert.deepEqual(screen(text()), ["a 1", "b 1", "c 1", ""]);
  area.draw(["a 1", "b 2"], ["log one", "log two"]);
  assert.deepEqual(screen(text()), ["log one", "log two", "a 1", "b 2", ""]);
  area.draw(["a 3"]);
  assert.deepEqual(screen(text()), ["log one", "log two", "a 3", ""]);
  area.clear(["last"]);
  assert.deepEqual(screen(text()), ["log one", "log two", "last", ""]);
});

Deno.test("LiveArea writes only rows that changed", () => {
  const { out, text } = recorded();
  const area = new LiveArea(out);
  area.draw(["same", "old"]);
  const before = text().length;
  area.draw(["same", "new"]);
  assert.doesNotMatch(text().slice(before), /same/);
  assert.match(text().slice(before), /new/);
});
