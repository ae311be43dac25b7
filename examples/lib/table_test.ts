import assert from "node:assert/strict";
import { table } from "./table.ts";

Deno.test("table() puts numbers to the right and text to the left", () => {
  assert.equal(
    table(["Name", "Count"], [["a", 1], ["longer", 1200]]),
    [
      "Name    Count",
      "──────  ─────",
      "a           1",
      "longer   1200",
    ].join("\n"),
  );
});

Deno.test("table() shows the head alone where there are no rows", () => {
  assert.equal(table(["Name"], []), "Name\n────");
});
