import assert from "node:assert/strict";
import { StoreFixture } from "../../../tests/helpers/runs.ts";
import { RunWriter } from "../../../store/metadata/writer.ts";
import type { RunEvent } from "../events.ts";
import { Committer } from "./committer.ts";

const event = (message: string): RunEvent => ({ type: "warning", time: 0, run: "Demo/1", message });

/** A committer of a run, and what it has told. */
function setUp(store: StoreFixture) {
  const run = store.run();
  const writer = new RunWriter(store.db);
  writer.id = run.id;
  const told: string[] = [];
  const failures: unknown[] = [];
  const committer = new Committer(
    writer,
    (one) => told.push((one as { message: string }).message),
    (error) => failures.push(error),
  );
  const tags = () =>
    store.db.prepare("SELECT tag FROM tags WHERE run = ? ORDER BY tag").all(run.id)
      .map((row) => row.tag);
  return { committer, told, failures, tags };
}

Deno.test("Committer.flush() makes all changes durable, and tells of events only then", () => {
  using store = new StoreFixture();
  const { committer, told, tags } = setUp(store);
  committer.add((writer) => writer.tag("a", false));
  committer.tell(event("first"));
  committer.add((writer) => writer.tag("b", false));
  committer.tell(event("second"));
  assert.deepEqual([told, tags()], [[], []]);
  committer.flush();
  assert.deepEqual([told, tags()], [["first", "second"], ["a", "b"]]);
  committer.flush();
  assert.equal(told.length, 2);
});

Deno.test("Committer commits by itself, soon or when there is much", async () => {
  using store = new StoreFixture();
  const { committer, told, tags } = setUp(store);
  for (let at = 0; at < 600; at++) committer.add((writer) => writer.tag(`${at}`, false));
  assert.equal(tags().length, 512);
  // Something that keeps the process alive, as a run has.
  const alive = setTimeout(() => {}, 60_000);
  const soon = Promise.withResolvers<void>();
  committer.tell(event("last"));
  committer.add(() => soon.resolve());
  await soon.promise;
  await Promise.resolve();
  clearTimeout(alive);
  assert.equal(tags().length, 600);
  assert.deepEqual(told, ["last"]);
});

Deno.test("Committer gives up all of a transaction that fails, and what it would have told", () => {
  using store = new StoreFixture();
  const { committer, told, failures, tags } = setUp(store);
  const problem = new Error("no space left");
  committer.add((writer) => writer.tag("a", false));
  committer.tell(event("a is there"));
  committer.add(() => {
    throw problem;
  });
  committer.flush();
  assert.deepEqual([failures, committer.failure], [[problem], problem]);
  committer.add((writer) => writer.tag("b", false));
  committer.tell(event("b is there"));
  committer.flush();
  assert.deepEqual([told, tags(), failures.length], [[], [], 1]);
});
