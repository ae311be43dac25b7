import assert from "node:assert/strict";
import { ago, brief, bytes, counted, duration } from "./format.ts";

Deno.test("duration() has few figures, and as many for all of a kind", () => {
  const cases: [ms: number, text: string][] = [
    [-5, "0 ms"],
    [0, "0 ms"],
    [812, "812 ms"],
    [2400, "2.40 s"],
    [59_990, "59.9 s"],
    [60_000, "1 min 00 s"],
    [245_000, "4 min 05 s"],
    [3_600_000 * 2 + 60_000 * 7, "2 h 07 min"],
    [86_400_000 * 3 + 3_600_000 * 4, "3 d 04 h"],
  ];
  for (const [ms, text] of cases) assert.equal(duration(ms), text);
});

Deno.test("bytes(), counted(), ago() and brief() read well", () => {
  assert.deepEqual([0, 812, 1000, 4100, 120_000, 5e9].map(bytes), [
    "0 B",
    "812 B",
    "1.0 kB",
    "4.1 kB",
    "120 kB",
    "5.0 GB",
  ]);
  assert.deepEqual([1, 2, 12_345].map((n) => counted(n, "task")), [
    "1 task",
    "2 tasks",
    "12,345 tasks",
  ]);
  const now = Date.UTC(2026, 5, 1, 12);
  assert.deepEqual([1, 30, 120, 7200, 90_000].map((s) => ago(now - s * 1000, now)), [
    "just now",
    "30 s ago",
    "2 min ago",
    "2 h ago",
    "1 d ago",
  ]);
  assert.match(ago(now - 90 * 86_400_000, now), /Mar 3, 2026/);
  assert.equal(brief("a\n  b"), "a b");
  assert.equal(brief({ a: 1 }, 5), '{"a"…');
});
