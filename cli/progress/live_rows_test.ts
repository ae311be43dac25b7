import assert from "node:assert/strict";
import type { Transition } from "../../core/graph/graph.ts";
import { makeColours } from "../terminal/colours.ts";
import { displayWidth } from "../terminal/width.ts";
import { liveRows } from "./live_rows.ts";
import { RunModel } from "./model.ts";
import { errorOf, EventMaker, foreachGraph, graphOf } from "./progress_fixture.ts";

const canvas = { columns: 80, rows: 24, now: 1_002_000, colours: makeColours(false) };

Deno.test("liveRows() shows the steps as a tree with their counts", () => {
  const make = new EventMaker();
  const model = new RunModel(foreachGraph());
  model.apply(make.of("run_started", { flow: "Demo", store: "/s", origin: null }));
  model.apply(make.started("start", "1"));
  model.apply(make.of("foreach_started", { step: "start", task: "1", target: "score", size: 4 }));
  model.apply(make.succeeded("start", "1"));
  for (const task of ["2", "3", "4"]) model.apply(make.started("score", task));
  model.apply(make.succeeded("score", "2"));
  const failed = { step: "score", task: "3", attempt: 1, error: errorOf("a\nb\x1b[2J") };
  model.apply(make.of("attempt_failed", failed));
  model.apply(make.of("task_failed", failed));
  assert.deepEqual(liveRows(model, [], canvas), [
    "Demo/1 · 2.0 s · 2 tasks done · 1 running · 1 failed",
    "✓ start     2 ms",
    "✗   score   ██░░░░░░░░ 1/4  1 running  1 failed  2.0 s",
    "·   polish  ░░░░░░░░░░ 0/4",
    "· gather",
    "· end",
    "✗ score/3 TypeError: a\\nb\\x1b[2J",
  ]);
});

Deno.test("liveRows() of 200 steps and 10,000 tasks fits a small terminal, around what runs", () => {
  const transitions: Record<string, Transition> = {};
  for (let i = 0; i < 199; i++) {
    transitions[`step${i}`] = { kind: "linear", target: `step${i + 1}` };
  }
  transitions.step199 = { kind: "end" };
  const make = new EventMaker();
  const model = new RunModel(graphOf(transitions));
  for (let i = 0; i < 120; i++) {
    for (let task = 0; task < 84; task++) {
      model.apply(make.started(`step${i}`, `${i * 84 + task}`));
      if (i < 118) model.apply(make.succeeded(`step${i}`, `${i * 84 + task}`));
    }
  }
  for (
    const size of [{ columns: 80, rows: 24 }, { columns: 30, rows: 8 }, { columns: 20, rows: 3 }]
  ) {
    const rows = liveRows(model, [], { ...canvas, ...size });
    assert.ok(rows.length < size.rows, `${rows.length} rows`);
    for (const row of rows) assert.ok(displayWidth(row) <= size.columns, row);
    if (size.rows >= 8) {
      assert.ok(rows.some((row) => row.includes("step118")), rows.join("\n"));
      assert.ok(rows.some((row) => row.includes("step119")), rows.join("\n"));
      assert.match(rows[1]!, /… 1\d\d steps above/);
    }
  }
});
