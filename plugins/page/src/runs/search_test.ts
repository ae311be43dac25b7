import assert from "node:assert/strict";
import { addToSearch, readSearch } from "./search.ts";

Deno.test("readSearch() tells words from fields, and takes anything", () => {
  assert.deepEqual(readSearch('drama tag:nightly user:ann minVotes=5 title="a \\"b\\" c"'), {
    words: ["drama"],
    tags: ["nightly"],
    user: "ann",
    params: ["minVotes:5", 'title:a "b" c'],
  });
  const nothing = { words: [], tags: [], user: null, params: [] };
  assert.deepEqual(readSearch("  "), nothing);
  assert.deepEqual(readSearch("tag: x"), { ...nothing, words: ["tag:", "x"] });
  assert.deepEqual(readSearch('"open'), { ...nothing, words: ["open"] });
  assert.deepEqual(readSearch("=5 a:b"), { ...nothing, words: ["=5", "a:b"] });
});

Deno.test("addToSearch() writes what readSearch() reads, and nothing twice", () => {
  for (const value of ["nightly", "two words", 'with "quotes" and \\', "a=b"]) {
    const text = addToSearch("drama", "tag", value);
    assert.deepEqual(readSearch(text).tags, [value]);
    assert.equal(addToSearch(text, "tag", value), text);
    assert.deepEqual(readSearch(addToSearch("", "title", value)).params, [`title:${value}`]);
  }
});
