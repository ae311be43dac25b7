import assert from "node:assert/strict";
import { StoreFixture } from "../../tests/helpers/runs.ts";
import { keepNumbers, nextRunNumber } from "./numbers.ts";
import { placeOfRun, type RunSort } from "./run_filter.ts";
import { findRun, listFlows, listRuns, runById } from "./runs.ts";
import { viewRun } from "./view.ts";

const paths = (runs: { flow: string; number: number }[]) =>
  runs.map(({ flow, number }) => `${flow}/${number}`);

Deno.test("listRuns() gives the newest first, page by page", () => {
  using store = new StoreFixture();
  const created = [100, 300, 200, 300, 300];
  for (const time of created) store.run({ created: time });
  assert.deepEqual(paths(listRuns(store.db)), ["Demo/5", "Demo/4", "Demo/2", "Demo/3", "Demo/1"]);
  const seen: string[] = [];
  for (let page = listRuns(store.db, { limit: 2 }); page.length > 0;) {
    assert.ok(page.length <= 2);
    seen.push(...paths(page));
    page = listRuns(store.db, { limit: 2, after: placeOfRun(page.at(-1)!) });
  }
  assert.deepEqual(seen, paths(listRuns(store.db)));
});

Deno.test("listRuns() filters by all that is given", () => {
  using store = new StoreFixture();
  store.run({ created: 1, flow: "A", tags: ["x", "y"], user: "ann" });
  store.run({ created: 2, flow: "A", tags: ["x"], user: "bob", status: "failed" });
  store.run({ created: 3, flow: "B", tags: ["y"], systemTags: ["x"] });
  store.run({
    created: 4,
    flow: "B",
    project: { name: "p", branch: "test.B", production: false },
  });
  const list = (filter: Parameters<typeof listRuns>[1]) => paths(listRuns(store.db, filter));
  assert.deepEqual(list({ flow: "A" }), ["A/2", "A/1"]);
  assert.deepEqual(list({ tags: ["x"] }), ["B/1", "A/2", "A/1"]);
  assert.deepEqual(list({ tags: ["x", "y"] }), ["B/1", "A/1"]);
  assert.deepEqual(list({ user: "bob" }), ["A/2"]);
  assert.deepEqual(list({ status: "failed" }), ["A/2"]);
  assert.deepEqual(list({ branch: "test.B" }), ["B/2"]);
  assert.deepEqual(list({ since: 3 }), ["B/2", "B/1"]);
  assert.deepEqual(list({ flow: "A", tags: ["x"], status: "succeeded" }), ["A/1"]);
  assert.deepEqual(list({ flow: "None" }), []);
});

Deno.test("listRuns() filters by time, parameters and words", () => {
  using store = new StoreFixture();
  store.run({ created: 1, params: { votes: 5, title: "50%_off" }, tags: ["nightly"] });
  store.run({ created: 2, params: { votes: 5.5, deep: { votes: 5 }, on: true } });
  store.run({ created: 3, flow: "Other", params: { 'a.b"c': "5", list: [1, "x"] }, user: "bob" });
  const list = (filter: Parameters<typeof listRuns>[1]) => paths(listRuns(store.db, filter));
  assert.deepEqual(list({ since: 2, until: 3 }), ["Demo/2"]);
  assert.deepEqual(list({ params: [["votes", "5"]] }), ["Demo/1"]);
  assert.deepEqual(list({ params: [["votes", "5.5"], ["on", "true"]] }), ["Demo/2"]);
  assert.deepEqual(list({ params: [["title", "50%_off"]] }), ["Demo/1"]);
  assert.deepEqual(list({ params: [['a.b"c', "5"]] }), ["Other/1"]);
  assert.deepEqual(list({ params: [['a.b"c', '"5"']] }), ["Other/1"]);
  assert.deepEqual(list({ params: [["list", '[1,"x"]']] }), ["Other/1"]);
  assert.deepEqual(list({ params: [["deep", "5"]] }), []);
  assert.deepEqual(list({ words: ["NIGHT"] }), ["Demo/1"]);
  assert.deepEqual(list({ words: ["50%_"] }), ["Demo/1"]);
  assert.deepEqual(list({ words: ["0_o"] }), [], "no wildcards");
  assert.deepEqual(list({ words: ["demo/2"] }), ["Demo/2"]);
  assert.deepEqual(list({ words: ["other", "bob"] }), ["Other/1"]);
  assert.deepEqual(list({ words: ["other", "ann"] }), []);
});

Deno.test("listRuns() sorts either way, page by page", () => {
  using store = new StoreFixture();
  const now = Date.now();
  store.run({ created: 100, finished: 400, status: "failed" });
  store.run({ created: 200, finished: 300 });
  store.run({ created: 300, finished: 350 });
  store.run({ created: 300, finished: 350 });
  store.run({ created: now - 70, finished: null, status: "running", heartbeat: now });
  const orders: [RunSort, string][] = [
    ["created", "1 2 3 4 5"],
    ["finished", "2 3 4 1 5"],
    ["duration", "3 4 5 2 1"],
    ["status", "1 5 2 3 4"],
  ];
  for (const [sort, order] of orders) {
    for (const ascending of [true, false]) {
      const seen: number[] = [];
      let page = listRuns(store.db, { sort, ascending, limit: 2 });
      while (page.length > 0) {
        seen.push(...page.map(({ number }) => number));
        const after = placeOfRun(page.at(-1)!, sort);
        page = listRuns(store.db, { sort, ascending, limit: 2, after });
      }
      const expected = order.split(" ").map(Number);
      assert.deepEqual(seen, ascending ? expected : expected.toReversed(), `${sort} ${ascending}`);
    }
  }
});

Deno.test("listRuns() tells lost runs from running ones", () => {
  using store = new StoreFixture();
  const now = Date.now();
  const running = { status: "running", finished: null, heartbeat: now, created: now };
  store.run({ ...running });
  store.run({ ...running, pid: 2 ** 30 });
  store.run({ ...running, pid: 2 ** 30, host: "elsewhere" });
  store.run({ ...running, heartbeat: now - 31_000 });
  store.run({ ...running, heartbeat: now - 31_000, host: "elsewhere" });
  const status = (number: number) => findRun(store.db, "Demo", number)!.status;
  assert.deepEqual([1, 2, 3, 4, 5].map(status), ["running", "lost", "running", "lost", "lost"]);
  assert.deepEqual(paths(listRuns(store.db, { status: "running" })), ["Demo/3", "Demo/1"]);
  assert.deepEqual(paths(listRuns(store.db, { status: "lost", limit: 2 })), ["Demo/5", "Demo/4"]);
  assert.deepEqual(paths(listRuns(store.db, { status: "running", limit: 1 })), ["Demo/3"]);
});

Deno.test("findRun() takes a number or the newest", () => {
  using store = new StoreFixture();
  store.run({ created: 1 });
  store.run({ created: 3 });
  store.run({ created: 2 });
  assert.equal(findRun(store.db, "Demo", 3)!.created, 2);
  assert.equal(findRun(store.db, "Demo", "latest")!.number, 2);
  store.run({ created: 4, systemTags: ["step:score"] });
  assert.equal(findRun(store.db, "Demo", "latest")!.number, 2, "not one step run again");
  store.run({ created: 5, tags: ["step:mine"] });
  assert.equal(findRun(store.db, "Demo", "latest")!.number, 5);
  assert.equal(findRun(store.db, "Demo", 6), undefined);
  assert.equal(findRun(store.db, "None", "latest"), undefined);
});

Deno.test("listFlows() counts runs by flow", () => {
  using store = new StoreFixture();
  assert.deepEqual(listFlows(store.db), []);
  store.run({ flow: "B", created: 1 });
  store.run({ flow: "A", created: 2 });
  store.run({ flow: "B", created: 3 });
  assert.deepEqual(listFlows(store.db).map((flow) => ({ ...flow })), [
    { flow: "A", runs: 1, latest: 2 },
    { flow: "B", runs: 2, latest: 3 },
  ]);
});

Deno.test("nextRunNumber() never gives a number twice", () => {
  using store = new StoreFixture();
  assert.equal(nextRunNumber(store.db, "Demo"), 1);
  store.run();
  store.run();
  assert.equal(nextRunNumber(store.db, "Demo"), 3);
  keepNumbers(store.db, "Demo");
  store.db.exec("DELETE FROM runs");
  assert.equal(nextRunNumber(store.db, "Demo"), 3);
  assert.equal(nextRunNumber(store.db, "Other"), 1);
  assert.ok(store.run().id > 2, "keys of deleted runs are not used again");
});

Deno.test("viewRun() has the shape that other programs build on", () => {
  using store = new StoreFixture();
  const origin = store.run({ flow: "Genres", status: "failed", created: 0 });
  const run = store.run({
    flow: "Genres",
    created: 1_700_000_000_000,
    originRun: origin.id,
    tags: ["nightly"],
    systemTags: ["user:ann"],
    params: { minVotes: 10 },
  });
  run.foreach(["a", "b"], () => ({}));
  run.task("extra", { status: "failed" });
  assert.deepEqual(viewRun(store.db, runById(store.db, run.id)!), {
    run: "Genres/2",
    flow: "Genres",
    status: "succeeded",
    created: "2023-11-14T22:13:20.000Z",
    finished: "2023-11-14T22:13:20.010Z",
    user: "ann",
    tags: ["nightly", "user:ann"],
    params: { minVotes: 10 },
    project: null,
    origin: "Genres/1",
    tasks: { queued: 0, running: 0, succeeded: 5, caught: 0, failed: 1, cancelled: 0 },
    error: null,
  });
});
