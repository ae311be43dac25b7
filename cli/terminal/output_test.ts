import assert from "node:assert/strict";
import { Output } from "./output.ts";

Deno.test("Output drops what follows when its reader has gone", () => {
  let calls = 0;
  const out = new Output({
    isTerminal: () => false,
    writeSync: () => {
      calls++;
      throw new Deno.errors.BrokenPipe();
    },
  });
  out.line("one");
  out.line("two");
  assert.equal(out.closed, true);
  assert.equal(calls, 1);
});

Deno.test("Output goes on after a part was written, and after a full pipe", () => {
  let written = "";
  let full = true;
  const out = new Output({
    isTerminal: () => false,
    writeSync: (bytes) => {
      full = !full;
      if (full) throw new Deno.errors.WouldBlock();
      written += String.fromCharCode(bytes[0]!);
      return 1;
    },
  });
  out.line("abc");
  assert.equal(written, "abc\n");
});
