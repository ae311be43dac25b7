import assert from "node:assert/strict";
import { FlowSpec } from "./flow_spec.ts";
import { createTask, type FlowTask } from "./instance.ts";
import { param } from "./param.ts";
import { step } from "./step.ts";
import type { Inputs } from "./step_types.ts";
import { testHost, type TestInput } from "./test_host.ts";

class Joined extends FlowSpec {
  minVotes = param({ default: 1 });
  limit = 9;
  mean!: number;
  rows!: number[];
  extra!: string;

  static body: (flow: Joined, inputs: Inputs<Joined>) => void = () => {};

  @step
  left() {
    this.next(this.join);
  }

  @step
  right() {
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Joined>) {
    Joined.body(this, inputs);
    this.next(this.end);
  }

  @step
  end() {}
}

const branches: TestInput[] = [
  { step: "left", artifacts: { mean: 1, rows: [1], extra: "x" } },
  { step: "right", artifacts: { mean: 2, rows: [1] } },
];
const members = { minVotes: { kind: "param" as const, value: 500 } };

async function join(
  inputs: TestInput[],
  body: (flow: Joined, inputs: Inputs<Joined>) => void,
): Promise<FlowTask> {
  Joined.body = body;
  const task = createTask(Joined, testHost({ step: "join", inputs, members }));
  await task.run();
  return task;
}

Deno.test("inputs of a join are read in order, by position and by step", async () => {
  await join(branches, (_flow, inputs) => {
    assert.equal(inputs.length, 2);
    assert.deepEqual([...inputs].map((input) => input.mean), [1, 2]);
    assert.deepEqual([inputs[0].mean, inputs[1]!.mean, inputs[2]], [1, 2, undefined]);
    assert.deepEqual([inputs.left.mean, inputs.right.mean], [1, 2]);
    assert.equal(inputs.left, inputs[0]);
    assert.equal(inputs.left.rows, inputs.left.rows);
    assert.deepEqual([inputs.left.input, inputs.left.index], [undefined, -1]);
    assert.deepEqual([inputs.left.minVotes, inputs.right.limit], [500, 9]);
    const has = (name: string) => [inputs, inputs.left, inputs.right].map((o) => name in o);
    assert.deepEqual(has("left"), [true, false, false]);
    assert.deepEqual(has("1"), [true, false, false]);
    assert.deepEqual(has("2"), [false, false, false]);
    assert.deepEqual(has("extra"), [false, true, false]);
    assert.deepEqual(Object.keys(inputs.left), ["mean", "rows", "extra"]);
    assert.deepEqual({ ...inputs.right }, { mean: 2, rows: [1] });
  });
});

Deno.test("inputs of a join after a foreach have item and index", async () => {
  const inputs = ["a", "b"].map((item, index) => (
    { step: "left", item, index, artifacts: { mean: index } }
  ));
  await join(inputs, (_flow, inputs) => {
    const means = Object.fromEntries([...inputs].map((i) => [i.input, i.mean]));
    assert.deepEqual(means, { a: 0, b: 1 });
    assert.deepEqual([...inputs].map(({ index }) => index), [0, 1]);
    assert.throws(() => inputs.left.mean, {
      message: 'Step "left" leads into join "join" 2 times',
    });
  });
});

Deno.test("inputs of a join refuse what is not there, and to be changed", async () => {
  await join(branches, (_flow, inputs) => {
    assert.throws(() => Reflect.get(inputs, "lefft"), {
      message: 'No input of join "join" comes from a step "lefft"',
      hint: 'Did you mean "left"?',
    });
    assert.throws(() => Reflect.get(inputs, "map"), { hint: /\[\.\.\.inputs\]\.map/ });
    assert.throws(() => inputs.right.extra, {
      message: 'The input from step "right" has no artifact "extra"',
    });
    assert.throws(() => Reflect.set(inputs.left, "mean", 3), { message: /can only be read/ });
    assert.throws(() => Reflect.set(inputs, "left", 3), { message: /can only be read/ });
    assert.throws(() => Reflect.deleteProperty(inputs.left, "mean"), { message: /only be read/ });
  });
});

Deno.test("merge() takes over what the inputs agree on, without loading it", async () => {
  const task = await join(branches, (flow, inputs) => {
    flow.mean = 3;
    flow.merge(inputs);
    assert.equal(flow.mean, 3);
    assert.ok("rows" in flow && "extra" in flow);
    assert.equal(flow.extra, "x");
  });
  const { sets, touched, merged } = task.outcome();
  assert.deepEqual(sets, new Map([["mean", 3]]));
  assert.deepEqual(merged, new Set(["rows", "extra"]));
  assert.equal(touched.size, 0);
});

Deno.test("merge() lets what it took over be changed, set and deleted", async () => {
  const inputs = [{ step: "left", artifacts: { mean: 1, rows: [1], extra: "x" } }];
  const task = await join(inputs, (flow, inputs) => {
    flow.merge(inputs);
    flow.rows.push(2);
    flow.mean = 5;
    delete (flow as Partial<Joined>).extra;
  });
  const { sets, touched, merged, deleted } = task.outcome();
  assert.deepEqual(sets, new Map([["mean", 5]]));
  assert.deepEqual(touched, new Map([["rows", [1, 2]]]));
  assert.deepEqual([merged, deleted], [new Set(["rows"]), new Set()]);
});

Deno.test("merge() throws for a conflict or a missing name, and sets nothing", async () => {
  const task = await join(branches, (flow, inputs) => {
    assert.throws(() => flow.merge(inputs), {
      message: 'Cannot merge "mean" in join "join": the inputs have different values',
    });
    assert.throws(() => flow.merge(inputs, { include: ["extra", "nothing" as "extra"] }), {
      message: 'Cannot merge "nothing" in join "join": no input has it',
    });
    assert.deepEqual(Object.keys(flow), []);
    flow.merge(inputs, { exclude: ["mean"] });
    flow.merge(inputs, { include: ["rows"] });
  });
  assert.deepEqual(task.outcome().merged, new Set(["rows", "extra"]));
});

Deno.test("merge() is for joins, takes their inputs, and include or exclude", async () => {
  await join(branches, (flow, inputs) => {
    assert.throws(() => flow.merge([...inputs] as unknown as Inputs<Joined>), {
      message: 'Step "join" merges something else than its inputs',
    });
    assert.throws(() => flow.merge(inputs, { include: [], exclude: [] }), {
      message: 'Step "join" merges with both include and exclude',
    });
  });
  class NoJoin extends Joined {
    override left() {
      this.merge({} as Inputs<Joined>);
    }
  }
  await assert.rejects(createTask(NoJoin, testHost({ step: "left" })).run(), {
    message: 'Cannot merge in step "left": it is no join',
  });
});
