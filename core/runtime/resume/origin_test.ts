import assert from "node:assert/strict";
import type { FlowError } from "../../../store/error.ts";
import { StoreFixture } from "../../../tests/helpers/runs.ts";
import { originRun, STEP_TAG } from "./origin.ts";

const hasCode = (code: string, exitCode: number) => (error: FlowError) =>
  error.code === code && error.exitCode === exitCode && error.hint !== undefined;

Deno.test("originRun() is the latest run of the flow, whatever its end", () => {
  using store = new StoreFixture();
  store.run({ created: 1000 });
  store.run({ created: 2000, status: "failed" });
  store.run({ flow: "Other", created: 3000 });
  assert.equal(originRun(store.db, "Demo", undefined).number, 2);
  assert.equal(originRun(store.db, "Other", undefined).number, 1);
});

Deno.test("originRun() passes over runs of one step alone, however many there are", () => {
  using store = new StoreFixture();
  store.run({ created: 1000, status: "failed" });
  for (let at = 0; at < 120; at++) {
    store.run({ created: 2000 + at, systemTags: [`${STEP_TAG}score`], tags: ["a"] });
  }
  store.run({ created: 500, tags: [`${STEP_TAG}mine`] });
  assert.equal(originRun(store.db, "Demo", undefined).number, 1);
  // A person's own tag of that name means nothing.
  assert.equal(originRun(store.db, "Demo", "Demo/122").number, 122);
});

Deno.test("originRun() takes a pathspec, or a number alone", () => {
  using store = new StoreFixture();
  store.run();
  store.run();
  for (const pathspec of ["Demo/1", "1"]) {
    assert.equal(originRun(store.db, "Demo", pathspec).number, 1);
  }
});

Deno.test("originRun() refuses a run that is still running, and takes one that is lost", () => {
  using store = new StoreFixture();
  store.run({ status: "running", heartbeat: Date.now() });
  assert.throws(() => originRun(store.db, "Demo", undefined), hasCode("run-running", 1));
  store.run({ flow: "Dead", status: "running", heartbeat: Date.now() - 3_600_000 });
  assert.equal(originRun(store.db, "Dead", undefined).status, "lost");
});

Deno.test("originRun() says what is wrong with a run that is named", () => {
  using store = new StoreFixture();
  store.run();
  assert.throws(() => originRun(store.db, "Demo", "Demo/9"), hasCode("run-missing", 1));
  assert.throws(() => originRun(store.db, "Demo", "Other/1"), hasCode("run-missing", 2));
  assert.throws(() => originRun(store.db, "Demo", "nonsense"), hasCode("pathspec-invalid", 2));
  assert.throws(() => originRun(store.db, "Never", undefined), hasCode("run-missing", 1));
});
