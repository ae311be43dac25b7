import assert from "node:assert/strict";
import { StoreFixture } from "../../tests/helpers/runs.ts";
import { searchLog } from "./log_search.ts";
import { logWindow } from "./log_window.ts";

const LINES = ["one\n", "two\n", "three\n", "four\n", "five\n", "six\n"];
const ALL = { attempt: 1, limit: 100, characters: Infinity };

/** A task that has printed a line a millisecond, from 2000 on; every other one to stderr. */
function printed(store: StoreFixture, lines = LINES): { run: number; task: number } {
  const run = store.run();
  const task = run.task("start", { logs: lines.map((line, at) => [at % 2 === 0 ? 1 : 2, line]) });
  return { run: run.id, task };
}

function texts({ pieces }: ReturnType<typeof logWindow>): string {
  return pieces.map(({ text }) => text.trim()).join(" ");
}

Deno.test("logWindow() goes through a log in either direction", () => {
  using store = new StoreFixture();
  const { run, task } = printed(store);
  const at = (place: object) => logWindow(store.db, run, task, { ...ALL, ...place });
  const first = at({ limit: 2 });
  assert.deepEqual([texts(first), first.previous, first.next], ["one two", null, 1]);
  const second = at({ limit: 2, after: 1 });
  assert.deepEqual([texts(second), second.previous, second.next], ["three four", 2, 3]);
  const last = at({ limit: 2, before: Infinity });
  assert.deepEqual([texts(last), last.previous, last.next], ["five six", 4, null]);
  const before = at({ limit: 3, before: 4 });
  assert.deepEqual([texts(before), before.previous, before.next], ["two three four", 1, 3]);
  assert.deepEqual(at({ after: 5 }), { pieces: [], previous: 6, next: null });
  assert.deepEqual(at({ before: 0 }), { pieces: [], previous: null, next: -1 });
});

Deno.test("logWindow() begins at a time, at its end when nothing came so late", () => {
  using store = new StoreFixture();
  const { run, task } = printed(store);
  const since = (since: number) =>
    texts(logWindow(store.db, run, task, { ...ALL, limit: 2, since }));
  assert.equal(since(0), "one two");
  assert.equal(since(2003), "four five");
  assert.equal(since(9999), "five six");
});

Deno.test("logWindow() tells one stream, and no more than is wanted, but one piece", () => {
  using store = new StoreFixture();
  const { run, task } = printed(store);
  const stderr = logWindow(store.db, run, task, { ...ALL, stream: "stderr", limit: 2 });
  assert.deepEqual([texts(stderr), stderr.previous, stderr.next], ["two four", null, 3]);
  const few = logWindow(store.db, run, task, { ...ALL, characters: 9 });
  assert.deepEqual([texts(few), few.next], ["one two", 1]);
  assert.equal(texts(logWindow(store.db, run, task, { ...ALL, characters: 1 })), "one");
  const back = logWindow(store.db, run, task, { ...ALL, characters: 1, before: Infinity });
  assert.deepEqual([texts(back), back.previous], ["six", 5]);
});

Deno.test("logWindow() of what printed nothing is empty", () => {
  using store = new StoreFixture();
  const { run, task } = printed(store, []);
  const none = { pieces: [], previous: null, next: null };
  assert.deepEqual(logWindow(store.db, run, task, ALL), none);
  assert.deepEqual(logWindow(store.db, run, task, { ...ALL, before: Infinity }), none);
  assert.deepEqual(logWindow(store.db, run, task, { ...ALL, since: 5 }), none);
});

Deno.test("searchLog() finds the nearest piece, whatever its case and colour", () => {
  using store = new StoreFixture();
  const filler = Array.from({ length: 100 }, () => "nothing\n");
  const { run, task } = printed(store, ["a Loss\n", ...filler, "\x1b[31mlo\x1b[0mss 100%_\n"]);
  const look = (query: object) =>
    searchLog(store.db, run, task, { attempt: 1, text: "LOSS", ...query }).match?.seq ?? null;
  assert.equal(look({}), 0);
  assert.equal(look({ after: 0 }), 101);
  assert.equal(look({ after: 101 }), null);
  assert.equal(look({ before: 101 }), 0);
  assert.equal(look({ before: 200 }), 101);
  assert.equal(look({ stream: "stdout", after: 0 }), null);
  assert.equal(look({ text: "%_" }), 101);
  assert.equal(look({ text: "[31m" }), null);
});
