import assert from "node:assert/strict";
import { formatTable } from "./table.ts";

const columns = [{ title: "run" }, { title: "note", shrink: true }, {
  title: "tasks",
  align: "right",
}] as const;

Deno.test("formatTable() lines up columns", () => {
  assert.deepEqual(
    formatTable(columns, [["A/1", "日本", "5"], ["Long/12", "", "120"]], 80, (text) => text),
    [
      "run      note  tasks",
      "A/1      日本      5",
      "Long/12          120",
    ],
  );
});

Deno.test("formatTable() shrinks the columns that give way", () => {
  const lines = formatTable(columns, [["A/1", "x".repeat(50), "5"]], 40, (text) => text);
  assert.ok(lines.every((line) => line.length <= 40));
  assert.match(lines[1]!, /^A\/1 {2}x+… +5$/);
});

Deno.test("formatTable() gives nothing for no rows", () => {
  assert.deepEqual(formatTable(columns, [], 80, (text) => text), []);
});
