import assert from "node:assert/strict";
import { rowsOf } from "./rows.ts";
import { moveWindow, TimeScale, zoomWindow } from "./time_scale.ts";
import { countRunning } from "./paint.ts";
import { groupLanes, type Lane, periodOf } from "./lanes.ts";

/** A task that waits a tenth of its time. */
function lane(task: number, step: string, from: number, to: number | null): Lane {
  const started = from + ((to ?? from) - from) / 10;
  const status = to === null ? "running" : "succeeded";
  return {
    task,
    step,
    taken: false,
    spans: [{ attempt: 1, status, queued: from, started, finished: to }],
  };
}

Deno.test("groupLanes() puts tasks below their steps, and tells how many ran at once", () => {
  const groups = groupLanes([
    lane(3, "work", 1000, 2000),
    lane(1, "start", 0, 1000),
    lane(2, "work", 1000, 2000),
    lane(4, "work", 2000, 3000),
  ]);
  assert.deepEqual(groups.map(({ step, lanes, peak }) => [step, lanes.length, peak]), [
    ["start", 1, 1],
    ["work", 3, 2],
  ]);
  assert.deepEqual(periodOf(groups, 9000), { from: 0, to: 3000 });
  const open = groupLanes([lane(1, "start", 0, null)]);
  assert.deepEqual(periodOf(open, 9000), { from: 0, to: 9000 });
  assert.deepEqual(periodOf([], 9000), { from: 8999, to: 9000 });
});

Deno.test("rowsOf() folds what is wide, and what somebody has closed", () => {
  const few = [1, 2].map((task) => lane(task, "few", 0, 10));
  const many = Array.from({ length: 100 }, (_, i) => lane(3 + i, "many", 0, 10));
  const groups = groupLanes([...few, ...many]);
  const shown = (turned: string[]) =>
    rowsOf(groups, new Set(turned)).map((row) =>
      row.kind === "step" ? row.group.step : row.lane.task
    );
  assert.deepEqual(shown([]), ["few", 1, 2, "many"]);
  assert.deepEqual(shown(["few"]), ["few", "many"]);
  assert.equal(shown(["many"]).length, 104);
});

Deno.test("TimeScale marks round times, and windows stay inside of the whole", () => {
  const whole = { from: 5000, to: 65_000 };
  const scale = new TimeScale(whole, 100, 600);
  assert.deepEqual([scale.x(5000), scale.x(65_000), scale.time(400)], [100, 700, 35_000]);
  assert.deepEqual(
    scale.marks(5000).map((mark) => mark - 5000),
    [0, 10_000, 20_000, 30_000]
      .concat([40_000, 50_000, 60_000]),
  );
  const near = zoomWindow(whole, whole, 4, 5000);
  assert.deepEqual(near, { from: 5000, to: 20_000 });
  assert.deepEqual(moveWindow(near, whole, -1000), near);
  assert.deepEqual(moveWindow(near, whole, 90_000), { from: 50_000, to: 65_000 });
  assert.deepEqual(zoomWindow(near, whole, 0.01, 12_000), whole);
});

Deno.test("countRunning() leaves nothing behind where nothing runs", () => {
  const lanes = Array.from({ length: 1000 }, (_, i) => lane(i + 1, "work", i / 7, i / 7 + 0.3));
  const scale = new TimeScale({ from: 0, to: 1000 }, 0, 500);
  const counts = countRunning(groupLanes(lanes), scale, 1000, () => true);
  assert.ok(counts[10]! > 0.5);
  assert.ok(counts.slice(100).every((count) => count < 0.01));
});
