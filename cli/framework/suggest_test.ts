import assert from "node:assert/strict";
import { suggest } from "./suggest.ts";

Deno.test("suggest() finds the word that was meant", () => {
  const names = ["run", "resume", "status", "store stats", "dump", "diff"];
  for (
    const [typed, meant] of [
      ["rnu", "run"],
      ["RUN", "run"],
      ["staus", "status"],
      ["resmue", "resume"],
      ["dum", "dump"],
      ["stat", "status"],
      ["completely", undefined],
      ["x", undefined],
    ] as const
  ) assert.equal(suggest(typed, names), meant, typed);
});
