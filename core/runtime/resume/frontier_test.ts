import assert from "node:assert/strict";
import { type RunFixture, StoreFixture } from "../../../tests/helpers/runs.ts";
import type { Graph } from "../../graph/graph.ts";
import { readSource } from "../../graph/testing.ts";
import { GraphWalk } from "../scheduler/graph_walk.ts";
import { type LiveTask, visibleTable } from "../scheduler/live_task.ts";
import type { RunContext } from "../scheduler/run_context.ts";
import { SmallObjects } from "../scheduler/small_objects.ts";
import { ObjectStore } from "../../../store/objects/object_store.ts";
import { NO_CAPS } from "../pool/rights.ts";
import { makePlans } from "../run/plans.ts";
import { finishedTasks, joinParents } from "./finished_tasks.ts";
import { Frontier } from "./frontier.ts";

const graph = await readSource(`
  import { FlowSpec, step, type Inputs } from "flow";
  export default class Demo extends FlowSpec {
    done!: boolean;
    @step start() { this.next(this.left, this.right); }
    @step left() { this.next(this.left2); }
    @step left2() { this.next(this.join); }
    @step right() { this.next(this.item, { foreach: ["x", "y", "z"] }); }
    @step item() { this.next({ again: this.item, on: this.part }, { switch: this.done ? "on" : "again" }); }
    @step part() { this.next(this.gather); }
    @step gather(inputs: Inputs<Demo>) { this.next(this.join); }
    @step join(inputs: Inputs<Demo>) { this.next(this.end); }
    @step end() {}
  }`);

/** What a run would go on with: its new tasks, in the order in which they would run. */
function goesOn(store: StoreFixture, run: RunFixture, flow: Graph = graph): LiveTask[] {
  const objects = new ObjectStore(store.dir, store.db);
  const context = {
    graph: flow,
    plans: makePlans(flow, [], NO_CAPS),
    db: store.db,
    runId: run.id,
    objects,
    small: new SmallObjects(objects),
    root: visibleTable(new Map()),
  } as unknown as RunContext;
  const tasks = finishedTasks(store.db, run.id);
  const walk = new GraphWalk(context, tasks.at(-1)!.number);
  new Frontier(context, tasks, joinParents(store.db, run.id)).resume(walk);
  const made: LiveTask[] = [];
  for (const step of walk.ready.steps()) {
    for (let task = walk.ready.take(step); task !== null; task = walk.ready.take(step)) {
      made.push(task);
    }
  }
  return made;
}

const to = (...targets: string[]) => ({ kind: "linear" as const, targets });
const by = (...targets: string[]) => ({ kind: "switch" as const, targets, key: "k" });

/** The beginning of a run: its start, and the step that splits. */
function begin(store: StoreFixture) {
  const run = store.run({ status: "failed" });
  const start = run.task("start", {
    next: { kind: "branch", targets: ["left", "right"] },
    sets: { common: 1 },
  });
  const right = () =>
    run.task("right", {
      parent: start,
      split: start,
      splitIndex: 1,
      next: { kind: "foreach", targets: ["item"], size: 3 },
      items: ["x", "y", "z"],
      sets: { common: 2 },
    });
  return { run, start, right };
}

Deno.test("Frontier.resume() makes the parts of a branch that are missing", () => {
  using store = new StoreFixture();
  const { run, right } = begin(store);
  right();
  const made = goesOn(store, run);
  assert.deepEqual(made.map(({ step, splitIndex }) => [step, splitIndex]), [
    ["left", 0],
    ["item", 0],
    ["item", 1],
    ["item", 2],
  ]);
  assert.deepEqual(made.map(({ number }) => number).sort(), [3, 4, 5, 6]);
  const item = made[2]!;
  assert.deepEqual(item.levels.map(({ index, size }) => [index, size]), [[1, 3]]);
  assert.equal(item.split!.task, 2);
  assert.equal(item.split!.outer!.task, 1);
});

Deno.test("Frontier.resume() goes on in a foreach where each of its items stands", () => {
  using store = new StoreFixture();
  const { run, start, right } = begin(store);
  const place = { split: right() };
  // The first has been through the loop once, the second has arrived, the third was never begun.
  const first = run.task("item", {
    ...place,
    parent: place.split,
    splitIndex: 0,
    next: by("item"),
  });
  const second = run.task("item", {
    ...place,
    parent: place.split,
    splitIndex: 1,
    next: by("part"),
  });
  run.task("part", {
    ...place,
    parent: second,
    splitIndex: 1,
    next: to("gather"),
    sets: { own: 1 },
  });
  run.task("left", { parent: start, split: start, splitIndex: 0, next: to("left2") });
  const made = goesOn(store, run);
  assert.deepEqual(made.map(({ step, parent, splitIndex }) => [step, parent, splitIndex]), [
    ["left2", 6, 0],
    ["item", first, 0],
    ["item", place.split, 2],
  ]);
  assert.deepEqual([...made[1]!.table.refs.keys()], ["common"]);
  assert.equal(
    made[1]!.table.refs.get("common")!.digest,
    made[2]!.table.refs.get("common")!.digest,
  );
  assert.notEqual(
    made[0]!.table.refs.get("common")!.digest,
    made[1]!.table.refs.get("common")!.digest,
  );
});

Deno.test("Frontier.resume() makes a join whose inputs have all arrived, in split order", () => {
  using store = new StoreFixture();
  const { run, right } = begin(store);
  const place = { split: right() };
  const parts: number[] = [];
  for (const splitIndex of [2, 0, 1]) {
    const item = run.task("item", { ...place, parent: place.split, splitIndex, next: by("part") });
    parts[splitIndex] = run.task("part", {
      ...place,
      parent: item,
      splitIndex,
      next: to("gather"),
    });
  }
  const [left, gather] = goesOn(store, run);
  assert.deepEqual([gather!.step, left!.step], ["gather", "left"]);
  assert.deepEqual([...gather!.parents!], parts);
  assert.deepEqual([gather!.split!.task, gather!.splitIndex, gather!.levels.length], [1, 1, 0]);
  assert.equal(gather!.closes!.task, place.split);
});

Deno.test("Frontier.resume() goes on after joins, and has nothing to do after the end", () => {
  using store = new StoreFixture();
  const { run, start, right } = begin(store);
  const place = { split: right() };
  const parts = [0, 1, 2].map((splitIndex) => {
    const item = run.task("item", { ...place, parent: place.split, splitIndex, next: by("part") });
    return run.task("part", { ...place, parent: item, splitIndex, next: to("gather") });
  });
  const branch = { split: start };
  const gather = run.task("gather", { ...branch, parent: parts, splitIndex: 1, next: to("join") });
  assert.deepEqual(goesOn(store, run).map(({ step }) => step), ["left"]);
  const left = run.task("left", { ...branch, parent: start, splitIndex: 0, next: to("left2") });
  const left2 = run.task("left2", { ...branch, parent: left, splitIndex: 0, next: to("join") });
  const [join, ...others] = goesOn(store, run);
  assert.deepEqual([join!.step, [...join!.parents!], others.length], ["join", [left2, gather], 0]);
  const joined = run.task("join", { parent: [left2, gather], next: to("end") });
  assert.deepEqual(goesOn(store, run).map(({ step, parent }) => [step, parent]), [["end", joined]]);
  run.task("end", { parent: joined, next: { kind: "end", targets: [] } });
  assert.deepEqual(goesOn(store, run), []);
});
