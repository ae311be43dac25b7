import assert from "node:assert/strict";
import { FlowSpec } from "./flow_spec.ts";
import { createTask, type FlowTask, type TaskInfo } from "./instance.ts";
import { config, file, param } from "./param.ts";
import { step } from "./step.ts";
import { testHost, type TestHostOptions } from "./test_host.ts";

/** A flow whose steps do what a test wants. */
class Probe extends FlowSpec {
  minVotes = param({ default: 10 });
  settings = config<{ layers: number[] }>({ default: "x.json" });
  text = file({ default: "x.txt" });
  maybe = param({ type: "number", required: false });
  limit = 5;
  counts = new Map([["a", 1]]);
  table = { rows: [1, 2] };
  helper = (x: number) => x + this.limit;
  mean!: number;
  list!: number[];
  other?: string;
  #secret = 42;

  static body: (flow: Probe, argument?: unknown) => unknown = () => {};

  @step
  start() {
    this.next(this.work);
  }

  @step
  async work(argument?: unknown) {
    await Probe.body(this, argument);
    this.next(this.end);
  }

  @step
  item(item: string) {
    this.mean = item.length;
    this.next(this.end);
  }

  @step
  end() {}

  get secret() {
    return this.#secret;
  }
}

const members: NonNullable<TestHostOptions["members"]> = {
  minVotes: { kind: "param", value: 500 },
  settings: { kind: "config", value: { layers: [1, 2] } },
  text: { kind: "file", value: "content" },
};

async function run(
  body: (flow: Probe, argument?: unknown) => unknown,
  options: Partial<TestHostOptions> = {},
  info: TaskInfo = {},
): Promise<FlowTask> {
  Probe.body = body;
  const task = createTask(Probe, testHost({ step: "work", members, ...options }), info);
  await task.run();
  return task;
}

Deno.test("createTask() keeps what a step assigns as artifacts", async () => {
  const task = await run((flow) => {
    flow.mean = 3;
    flow.list = [1, 2];
    Reflect.set(flow, "computed", "x");
    (flow as unknown as Record<string, unknown>)["undeclared"] = null;
    flow.mean += 1;
  });
  const { sets, touched, deleted, merged, next } = task.outcome();
  assert.deepEqual(
    sets,
    new Map<string, unknown>([
      ["mean", 4],
      ["list", [1, 2]],
      ["computed", "x"],
      ["undeclared", null],
    ]),
  );
  assert.deepEqual([touched.size, deleted.size, merged.size], [0, 0, 0]);
  assert.deepEqual(next, { kind: "linear", targets: ["end"] });
});

Deno.test("createTask() gives artifacts of earlier steps, decoded once", async () => {
  const host = { artifacts: { list: [1], mean: 2, computed: "x", unread: [0] } };
  Probe.body = (flow) => {
    assert.equal(flow.list, flow.list);
    assert.equal(flow.mean + flow.mean, 4);
    assert.equal(Reflect.get(flow, "computed"), "x");
  };
  const memory = testHost({ step: "work", ...host });
  const task = createTask(Probe, memory);
  await task.run();
  assert.deepEqual(memory.reads, new Map([["list", 1], ["mean", 1], ["computed", 1]]));
  const { sets, touched } = task.outcome();
  assert.equal(sets.size, 0);
  // Only what can be changed in place is looked at again.
  assert.deepEqual([...touched.keys()], ["list"]);
});

Deno.test("createTask() tells apart what was read, changed, set again and deleted", async () => {
  const artifacts = { changed: [1], same: [1], set: 1, again: 2, gone: 3, back: 4 };
  const task = await run((flow) => {
    const any = flow as unknown as Record<string, unknown> & typeof artifacts;
    any.changed.push(2);
    Reflect.set(any, "same", any.same);
    any.set = 5;
    any.again = any.again + 0;
    delete (any as Partial<typeof artifacts>).gone;
    delete (any as Partial<typeof artifacts>).back;
    any.back = 6;
    any.temporary = 7;
    delete any.temporary;
  }, { artifacts });
  const { sets, touched, deleted } = task.outcome();
  assert.deepEqual(sets, new Map([["set", 5], ["back", 6]]));
  assert.deepEqual(touched, new Map([["changed", [1, 2]], ["same", [1]]]));
  assert.deepEqual(deleted, new Set(["gone"]));
});

Deno.test("createTask() answers `in`, Object.keys and spreads with the artifacts", async () => {
  await run((flow) => {
    flow.mean = 1;
    assert.deepEqual(Object.keys(flow).sort(), ["list", "mean"]);
    assert.ok("list" in flow && "mean" in flow && "minVotes" in flow && "next" in flow);
    assert.ok(!("other" in flow) && !("nothing" in flow));
    assert.deepEqual({ ...flow }.list, [1]);
    delete (flow as Partial<Probe>).list;
    assert.ok(!("list" in flow));
  }, { artifacts: { list: [1] } });
});

Deno.test("createTask() throws for an artifact that nothing has set", async () => {
  const reading = (name: string, options: Partial<TestHostOptions>) =>
    run((flow) => Reflect.get(flow, name), options);
  const setBy = { mean: ["score", "other"] };
  await assert.rejects(reading("mean", { setBy }), {
    name: "StepError",
    message: 'Step "work" reads artifact "mean", which no step on the way here has set; ' +
      'it is set in "score", "other"',
  });
  await assert.rejects(reading("mean", { setBy, deletedBy: { mean: ["tidy"] } }), {
    message: 'Step "work" reads artifact "mean", which is deleted or not set on the way here; ' +
      'it is set in "score", "other" and deleted in "tidy"',
  });
  await assert.rejects(reading("maen", {}), {
    message: 'Step "work" reads artifact "maen", which no step sets',
    hint: 'Did you mean "mean"?',
  });
  await assert.rejects(reading("mean", { setBy, inputs: [{ step: "score", artifacts: {} }] }), {
    hint: /inputs\[0\]\.mean.*this\.merge\(inputs\)/,
  });
  await assert.rejects(
    run((flow) => {
      delete (flow as Partial<Probe>).mean;
      return flow.mean;
    }, { artifacts: { mean: 1 } }),
    { message: 'Step "work" reads artifact "mean" after deleting it' },
  );
});

Deno.test("createTask() leaves what every object has as it is", async () => {
  await run(async (flow) => {
    assert.equal(flow.secret, 42);
    assert.equal(flow.constructor, Probe);
    assert.ok(flow instanceof Probe && flow instanceof FlowSpec && flow instanceof Object);
    assert.equal(String(flow), "[object Object]");
    assert.equal(await Promise.resolve(flow), flow);
    assert.equal(JSON.parse(JSON.stringify(flow)).list[0], 1);
    assert.equal(Reflect.get(flow, Symbol.toPrimitive), undefined);
    assert.equal(flow.helper(1), 6);
    assert.throws(() => flow.helper = (x) => x, TypeError);
    const key = Symbol("local");
    Reflect.set(flow, key, 1);
    assert.equal(Reflect.get(flow, key), 1);
  }, { artifacts: { list: [1] } });
});

Deno.test("createTask() gives parameters, configs, files and constants, to be read only", async () => {
  await run((flow) => {
    assert.deepEqual(
      [flow.minVotes, flow.text, flow.limit, flow.maybe],
      [500, "content", 5, undefined],
    );
    assert.deepEqual(flow.settings, { layers: [1, 2] });
    assert.throws(() => flow.settings.layers.push(3), TypeError);
    assert.throws(() => flow.table.rows.push(3), TypeError);
    assert.throws(() => flow.minVotes = 1, { message: /"minVotes" is a parameter/ });
    assert.throws(() => flow.settings = { layers: [] }, { message: /"settings" is a config/ });
    assert.throws(() => flow.text = "", { message: /"text" is an included file/ });
    assert.throws(() => Reflect.set(flow, "limit", 6), {
      message: '"limit" is a constant of the class; ' +
        "declare it without a value (limit!: T) to make it an artifact",
    });
  });
});

Deno.test("createTask() reads a constant as the run has recorded it", async () => {
  await run((flow) => assert.equal(flow.limit, 7), { artifacts: { limit: 7 } });
});

Deno.test("createTask() shares values that cannot change between tasks", async () => {
  const shared = new Map<string, unknown>();
  const seen: unknown[] = [];
  for (let i = 0; i < 2; i++) await run((flow) => seen.push(flow.settings), {}, { shared });
  assert.equal(seen[0], seen[1]);
});

Deno.test("createTask() gives each task its own of a constant that cannot be frozen", async () => {
  await run((flow) => flow.counts.set("a", 2));
  await run((flow) => {
    assert.deepEqual([...flow.counts], [["a", 1]]);
    assert.equal(flow.counts, flow.counts);
  });
});

Deno.test("createTask() refuses names that cannot be artifacts", async () => {
  await assert.rejects(run((flow) => Reflect.set(flow, "a/b", 1)), {
    message: 'Cannot name an artifact "a/b"',
  });
  const task = await run((flow) => Reflect.set(flow, "secretly", 1));
  assert.deepEqual([...task.outcome().sets.keys()], ["secretly"]);
  const over = await run((flow) => {
    flow.start = () => {};
  });
  assert.throws(() => over.outcome(), {
    message: 'Step "work" assigns to "start", which is a member of the flow',
  });
});

Deno.test("createTask() tells where in a foreach the task is", async () => {
  const frames = [{ index: 1, size: 2, value: "outer" }, { index: 0, size: 3, value: "inner" }];
  await run((flow) => {
    assert.equal(flow.input, "inner");
    assert.equal(flow.index, 0);
    assert.deepEqual(flow.foreachStack(), frames);
  }, { frames });
  await run((flow) => {
    assert.deepEqual([flow.input, flow.index, flow.foreachStack()], [undefined, -1, []]);
  });
  const task = createTask(Probe, testHost({ step: "item", frames }));
  await task.run();
  assert.deepEqual(task.outcome().sets, new Map([["mean", 5]]));
});

Deno.test("createTask() refuses what is no flow or no step", () => {
  assert.throws(() => createTask(class {} as never, testHost({ step: "start" })), {
    message: /it is no flow/,
  });
  assert.throws(() => createTask(Probe, testHost({ step: "wrok" })), {
    message: 'There is no step "wrok"',
    hint: 'Did you mean "work"?',
  });
});

Deno.test("createTask() keeps what was set before the step failed", async () => {
  Probe.body = (flow) => {
    flow.mean = 3;
    throw new RangeError("no");
  };
  const task = createTask(Probe, testHost({ step: "work" }));
  await assert.rejects(task.run(), RangeError);
  assert.deepEqual(task.outcome().sets, new Map([["mean", 3]]));
  assert.equal(task.outcome().next, null);
});

Deno.test("FlowSpec refuses to be used outside of a task", () => {
  const flow = new Probe();
  assert.throws(() => flow.start(), { message: /Cannot use "next" of Probe outside/ });
  assert.throws(() => flow.foreachStack(), { message: /outside of a running task/ });
});
