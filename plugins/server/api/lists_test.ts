import assert from "node:assert/strict";
import type { StoreFixture } from "../../../tests/helpers/runs.ts";
import { ServedStore } from "../testing.ts";

/** All of a list, page by page. */
async function all(served: ServedStore, path: string, of: "runs" | "tasks"): Promise<string[]> {
  const seen: string[] = [];
  for (let after = "";;) {
    const { status, body } = await served.get(`${path}${after}`);
    assert.equal(status, 200, JSON.stringify(body));
    // deno-lint-ignore no-explicit-any -- rows of either list
    seen.push(...body[of].map((row: any) => of === "runs" ? row.run : String(row.number)));
    if (body.next === null) return seen;
    after = `&after=${encodeURIComponent(body.next)}`;
  }
}

function fillRuns(store: StoreFixture): void {
  store.run({ created: 100, finished: 500, params: { votes: 5 }, tags: ["a", "b"] });
  store.run({ created: 200, finished: 300, status: "failed", tags: ["a"] });
  store.run({ created: 300, finished: 450, params: { votes: 7, title: "a:b c" }, user: "bob" });
}

Deno.test("GET /runs sorts and filters on the server, and pages by cursor in every order", async () => {
  await using served = new ServedStore();
  fillRuns(served.store);
  const cases: [query: string, runs: number[]][] = [
    ["", [3, 2, 1]],
    ["order=asc", [1, 2, 3]],
    ["sort=finished", [1, 3, 2]],
    ["sort=duration", [1, 3, 2]],
    ["sort=duration&order=asc", [2, 3, 1]],
    ["sort=status", [3, 1, 2]],
    ["sort=status&order=asc", [2, 1, 3]],
    ["since=200&until=300", [2]],
    ["param=votes:7", [3]],
    ["param=votes:7&param=title:a:b%20c", [3]],
    ["param=votes:7&param=title:x", []],
    ["tag=a", [2, 1]],
    ["tag=a&tag=b", [1]],
    ["q=bob", [3]],
    ["q=demo%20fail", []],
    ["q=demo/2", [2]],
    ["status=failed&user=ann&tag=a&q=Demo", [2]],
  ];
  for (const [query, runs] of cases) {
    const seen = await all(served, `/runs?limit=1&${query}`, "runs");
    assert.deepEqual(seen, runs.map((number) => `Demo/${number}`), query);
  }
});

Deno.test("GET /runs counts tasks as they are, also after they have changed", async () => {
  await using served = new ServedStore();
  const run = served.store.run({ status: "running", finished: null });
  const counts = async () => (await served.get("/runs")).body.runs[0].tasks;
  assert.equal((await counts()).succeeded, 0);
  run.task("start");
  assert.equal((await counts()).succeeded, 1);
  run.task("start", { status: "failed" });
  const { succeeded, failed } = await counts();
  assert.deepEqual([succeeded, failed], [1, 1]);
});

Deno.test("GET …/tasks sorts either way, and pages by cursor in every order", async () => {
  await using served = new ServedStore();
  const { store } = served;
  const run = store.run();
  for (let i = 0; i < 5; i++) run.task(i < 4 ? "score" : "end");
  store.db.exec(`UPDATE tasks SET started = 50 - number, finished = 60 + (number * 7) % 5;
    UPDATE tasks SET finished = NULL, status = 'running' WHERE number = 2;
    UPDATE tasks SET started = NULL, finished = NULL, status = 'queued' WHERE number = 4`);
  const cases: [query: string, tasks: string][] = [
    ["", "1 2 3 4 5"],
    ["order=desc", "5 4 3 2 1"],
    ["sort=started", "5 3 2 1 4"],
    ["sort=started&order=desc", "1 2 3 5 4"],
    ["sort=duration", "1 3 5 2 4"],
    ["sort=duration&order=desc", "5 3 1 4 2"],
    ["step=score&sort=duration", "1 3 2 4"],
    ["step=score&status=succeeded", "1 3"],
    ["after=3", "4 5"],
  ];
  for (const [query, tasks] of cases) {
    for (const limit of [1, 2, 10]) {
      // A cursor comes after the first `after`, which then no longer counts.
      if (query.startsWith("after") && limit < 10) continue;
      const seen = await all(served, `/runs/Demo/1/tasks?limit=${limit}&${query}`, "tasks");
      assert.equal(seen.join(" "), tasks, `${query}, ${limit}`);
    }
  }
});
