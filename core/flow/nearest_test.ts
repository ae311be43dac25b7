import assert from "node:assert/strict";
import { didYouMean, nearest } from "./nearest.ts";

Deno.test("nearest() finds what was most likely meant", () => {
  const names = ["start", "score", "gather", "end", "minVotes"];
  const table: [string, string | null][] = [
    ["scroe", "score"],
    ["Gather", "gather"],
    ["minvotes", "minVotes"],
    ["strat", "start"],
    ["edn", "end"],
    ["something", null],
    ["", null],
  ];
  for (const [name, expected] of table) assert.equal(nearest(name, names), expected, name);
});

Deno.test("didYouMean() lists the candidates when none is near", () => {
  assert.equal(didYouMean("scroe", ["score"], "Steps"), 'Did you mean "score"?');
  assert.equal(didYouMean("other", ["score", "end"], "Steps"), "Steps: score, end.");
  assert.equal(didYouMean("other", ["score"]), "");
  assert.equal(didYouMean("other", [], "Steps"), "");
});
