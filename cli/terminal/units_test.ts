import assert from "node:assert/strict";
import { formatAge, formatBytes, formatCount, formatDuration, plural } from "./units.ts";

Deno.test("formatDuration() fits the unit to the length", () => {
  for (
    const [ms, text] of [
      [0, "0 ms"],
      [-5, "0 ms"],
      [999.4, "999 ms"],
      [999.6, "1.0 s"],
      [59_949, "59.9 s"],
      [59_960, "1 min 00 s"],
      [125_000, "2 min 05 s"],
      [3_600_000, "1 h 00 min"],
      [90_000_000, "1 d 1 h"],
    ] as const
  ) assert.equal(formatDuration(ms), text);
});

Deno.test("formatBytes() counts in powers of 1024", () => {
  for (
    const [bytes, text] of [
      [0, "0 B"],
      [1023, "1023 B"],
      [1536, "1.5 KiB"],
      [1024 * 1024 - 1, "1.0 MiB"],
      [5 * 1024 ** 4, "5.0 TiB"],
    ] as const
  ) assert.equal(formatBytes(bytes), text);
});

Deno.test("formatAge() looks back from now", () => {
  const now = 1_000_000_000;
  assert.equal(formatAge(now - 2_000, now), "just now");
  assert.equal(formatAge(now - 42_000, now), "42 s ago");
  assert.equal(formatAge(now - 3 * 3_600_000, now), "3 h ago");
  assert.equal(formatAge(now - 9 * 86_400_000, now), "9 d ago");
});

Deno.test("plural() and formatCount() set thousands apart", () => {
  assert.equal(plural(1, "task"), "1 task");
  assert.equal(plural(12345, "task"), "12,345 tasks");
  assert.equal(plural(2, "entry", "entries"), "2 entries");
  assert.equal(formatCount(1234567), "1,234,567");
});
