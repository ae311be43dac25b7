import assert from "node:assert/strict";
import { FlowError } from "../error.ts";
import { StoreFixture } from "../../tests/helpers/runs.ts";
import { changeTags, checkTags, listTags, MAX_TAG_LENGTH, MAX_TAGS } from "./tags.ts";

const code = (expected: string) => (error: unknown) =>
  error instanceof FlowError && error.code === expected && error.exitCode === 2;

Deno.test("changeTags() adds and removes as a set", () => {
  using store = new StoreFixture();
  const { id } = store.run({ tags: ["b"], systemTags: ["user:ann"] });
  changeTags(store.db, id, { add: ["c", "a", "a", "b", "user:ann"] });
  changeTags(store.db, id, { remove: ["b", "none"] });
  assert.deepEqual(listTags(store.db, id), [
    { tag: "a", system: false },
    { tag: "c", system: false },
    { tag: "user:ann", system: true },
  ]);
});

Deno.test("changeTags() refuses to remove a system tag, and does nothing then", () => {
  using store = new StoreFixture();
  const { id } = store.run({ tags: ["a"], systemTags: ["user:ann"] });
  const change = { add: ["new"], remove: ["a", "user:ann"] };
  assert.throws(() => changeTags(store.db, id, change), code("system-tag"));
  assert.deepEqual(listTags(store.db, id).map(({ tag }) => tag), ["a", "user:ann"]);
});

Deno.test("changeTags() keeps to the most that a run may have", () => {
  using store = new StoreFixture();
  const { id } = store.run({ systemTags: ["user:ann"] });
  const many = Array.from({ length: MAX_TAGS }, (_, i) => `t${i}`);
  changeTags(store.db, id, { add: many });
  assert.throws(() => changeTags(store.db, id, { add: ["more"] }), code("too-many-tags"));
  changeTags(store.db, id, { add: ["more"], remove: ["t0"] });
  assert.equal(listTags(store.db, id).length, MAX_TAGS + 1);
});

Deno.test("checkTags() refuses what cannot be a tag", () => {
  checkTags(["a b", "ключ", "x".repeat(MAX_TAG_LENGTH), "project:p"]);
  for (const bad of ["", "x".repeat(MAX_TAG_LENGTH + 1), "a\nb", "\x1b[31m", "\0", "\ud800"]) {
    assert.throws(() => checkTags([bad]), code("bad-tag"), JSON.stringify(bad));
  }
});
