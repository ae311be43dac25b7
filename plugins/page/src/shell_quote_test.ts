import assert from "node:assert/strict";
import { shellQuote } from "./shell_quote.ts";

Deno.test("shellQuote() gives words that a shell hands on as they are", async () => {
  const words = ["flow.ts", "a b", "it's", "$(touch x)", "`x`", "a\nb", "", "*", "~", "é", "!x"];
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", `printf '%s\\0' ${words.map(shellQuote).join(" ")}`],
  }).output();
  assert.deepEqual(new TextDecoder().decode(stdout).split("\0").slice(0, -1), words);
});
