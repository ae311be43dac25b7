import assert from "node:assert/strict";
import { StoreFixture } from "../../tests/helpers/runs.ts";
import { listSpans } from "./timeline.ts";

Deno.test("listSpans() gives each attempt, with what it waited for before", () => {
  using store = new StoreFixture();
  const { db } = store;
  const run = store.run();
  const plain = run.task("start");
  const retried = run.task("score");
  const waiting = run.task("score");
  const again = run.task("score");
  const queued = run.task("end");
  const taken = run.task("end", { originRun: 1 });
  const attempt = db.prepare(`INSERT OR REPLACE INTO attempts
    (run, task, attempt, status, started, finished) VALUES (?, ?, ?, ?, ?, ?)`);
  db.exec(`DELETE FROM attempts WHERE task IN (${plain}, ${queued})`);
  attempt.run(run.id, retried, 1, "failed", 10, 20);
  attempt.run(run.id, retried, 2, "succeeded", 40, 50);
  attempt.run(run.id, waiting, 1, "failed", 11, 21);
  attempt.run(run.id, again, 1, "failed", 12, 22);
  db.exec(`UPDATE tasks SET created = 5;
    UPDATE tasks SET started = 6, finished = 9 WHERE number IN (${plain}, ${taken});
    UPDATE tasks SET attempt = 2 WHERE number = ${retried};
    UPDATE tasks SET status = 'queued', started = 11, finished = 21 WHERE number = ${waiting};
    UPDATE tasks SET status = 'running', attempt = 2, started = 30, finished = NULL
      WHERE number = ${again};
    UPDATE tasks SET status = 'queued', started = NULL, finished = NULL WHERE number = ${queued}`);
  const spans = listSpans(db, run.id).map((span) => Object.values(span).join(" "));
  const row = (task: number) =>
    listSpans(db, run.id).filter((span) => span.task === task)
      .map(({ attempt, status, queued, started, finished, taken }) =>
        [attempt, status, queued, started, finished, taken].join(" ")
      );
  assert.equal(spans.length, 9);
  assert.deepEqual(row(plain), ["1 succeeded 5 6 9 false"]);
  assert.deepEqual(row(retried), ["1 failed 5 10 20 false", "2 succeeded 20 40 50 false"]);
  assert.deepEqual(row(waiting), ["1 failed 5 11 21 false", "2 queued 21   false"]);
  assert.deepEqual(row(again), ["1 failed 5 12 22 false", "2 running 22 30  false"]);
  assert.deepEqual(row(queued), ["1 queued 5   false"]);
  assert.deepEqual(row(taken), ["1 succeeded 5 6 9 true"]);
  const tasks = (filter: Parameters<typeof listSpans>[2]) => [
    ...new Set(listSpans(db, run.id, filter).map(({ task }) => task)),
  ];
  assert.deepEqual(tasks({ since: 22 }), [retried, again], "what began or ended since");
  assert.deepEqual(tasks({ step: "score", after: retried }), [waiting, again]);
  assert.deepEqual(tasks({ limit: 2 }), [plain, retried]);
});
