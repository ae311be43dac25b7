import assert from "node:assert/strict";
import { formatBytes, formatDuration, formatNumber, formatTime, formatValue } from "./format.ts";

Deno.test("numbers, values, times and sizes are told as people read them", () => {
  assert.deepEqual([0, 3200, -1234.5, 0.1 + 0.2, 1e-9, 1.5e15].map(formatNumber), [
    "0",
    "3,200",
    "-1,234.5",
    "0.3",
    "1.000e-9",
    "1,500,000,000,000,000",
  ]);
  assert.deepEqual([1990, 19_900, "a", null, [1], { a: 1 }].map((one) => formatValue(one)), [
    "1990",
    "19,900",
    "a",
    "null",
    "[1]",
    '{"a":1}',
  ]);
  assert.deepEqual([-5, 999, 1500, 61_000, 3_700_000].map(formatDuration), [
    "0 ms",
    "999 ms",
    "1.5 s",
    "1 min 1 s",
    "1 h 1 min",
  ]);
  assert.deepEqual([0, 8.64e15 + 1].map(formatTime), ["1970-01-01 00:00:00", "at no time"]);
  assert.deepEqual([5, 1500, 2_000_000].map(formatBytes), ["5 B", "1.50 kB", "2.00 MB"]);
});
