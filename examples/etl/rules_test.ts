import assert from "node:assert/strict";
import { check, isRejected, repair } from "./rules.ts";

Deno.test("check() gives the first rule that a row breaks", () => {
  const cases: [string[], string][] = [
    [["Alien", "May 25 1979", "1"], "wrong number of fields"],
    [["", "May 25 1979", "1", ""], "no title"],
    [["Alien", "1979", "1", ""], "no date"],
    [["Alien", "Foo 25 1979", "1", ""], "no date"],
    [["Alien", "May 25 2079", "1", ""], "date in the future"],
    [["Alien", "May 25 1979", "0", ""], "no box office"],
    [["Alien", "May 25 1979", "", ""], "no box office"],
  ];
  for (const [row, reason] of cases) assert.deepEqual(check(row), { row, reason });
});

Deno.test("check() turns a good row into a clean one", () => {
  const expected = { title: "Alien", released: "1979-05-25", gross: 5, rating: null };
  assert.deepEqual(check(["Alien", "May 25 1979", "5", ""]), expected);
});

Deno.test("repair() mends titles with commas and years a century late, also both at once", () => {
  const cases: [string[], string, string][] = [
    [["You", " Me and Dupree", "Jul 14 2006", "1", "6.1"], "You, Me and Dupree", "2006-07-14"],
    [["42nd Street", "Mar 09 2033", "1", "7.7"], "42nd Street", "1933-03-09"],
    [["Light Brigade", " The", "Oct 20 2036", "1", ""], "Light Brigade, The", "1936-10-20"],
  ];
  for (const [row, title, released] of cases) {
    const rejected = check(row);
    assert.ok(isRejected(rejected));
    const repaired = repair(rejected);
    assert.ok(!isRejected(repaired));
    assert.deepEqual([repaired.title, repaired.released], [title, released]);
  }
});

Deno.test("repair() gives the reason that is left", () => {
  const rejected = check(["Alien", "May 25 2079", "0", ""]);
  assert.ok(isRejected(rejected));
  const repaired = repair(rejected);
  assert.ok(isRejected(repaired));
  assert.equal(repaired.reason, "no box office");
});
