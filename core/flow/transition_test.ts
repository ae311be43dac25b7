import assert from "node:assert/strict";
import { FlowSpec } from "./flow_spec.ts";
import { createTask, type FlowTask } from "./instance.ts";
import { step } from "./step.ts";
import { testHost } from "./test_host.ts";

type Next = (...args: unknown[]) => void;

class Probe extends FlowSpec {
  static body: (flow: Probe, next: Next) => unknown = () => {};

  @step
  start() {
    return Probe.body(this, this.next.bind(this) as Next) as void;
  }

  @step
  left() {
    this.next(this.end);
  }

  @step
  right() {
    this.next(this.end);
  }

  helper() {}

  @step
  end() {
    if (Probe.body.length > 0) this.next(this.left);
  }
}

async function run(body: (flow: Probe, next: Next) => unknown, name = "start"): Promise<FlowTask> {
  Probe.body = body;
  const task = createTask(Probe, testHost({ step: name }));
  await task.run();
  return task;
}

Deno.test("next() gives the transition that was taken", async () => {
  const items = [1, 2];
  const table: [(flow: Probe, next: Next) => void, unknown][] = [
    [(flow) => flow.next(flow.left), { kind: "linear", targets: ["left"] }],
    [(flow) => flow.next(flow.left, flow.right), { kind: "branch", targets: ["left", "right"] }],
    [
      (flow) => flow.next(flow.left, { foreach: items }),
      { kind: "foreach", targets: ["left"], items },
    ],
    [
      (flow) => flow.next({ a: flow.left, b: flow.start }, { switch: "b" }),
      { kind: "switch", targets: ["start"], key: "b" },
    ],
    [
      (flow) => flow.next({ 1: flow.left, 2: flow.right }, { switch: 2 as number }),
      { kind: "switch", targets: ["right"], key: "2" },
    ],
    [
      (flow) => flow.next({ true: flow.left, false: flow.right }, { switch: 1 > Math.PI }),
      { kind: "switch", targets: ["right"], key: "false" },
    ],
  ];
  for (const [body, expected] of table) {
    assert.deepEqual((await run(body)).outcome().next, expected);
  }
});

Deno.test("next() takes any iterable for a foreach and does not go through it", async () => {
  let begun = false;
  function* sync() {
    begun = true;
    yield 1;
  }
  async function* async() {
    begun = true;
    yield await Promise.resolve(1);
  }
  for (const items of [sync(), async(), new Set([1]), new Map([[1, 2]]), "ab", new Uint8Array(2)]) {
    const task = await run((_flow, next) => next(Probe.prototype.left, { foreach: items }));
    assert.equal(task.outcome().next?.items, items);
  }
  assert.equal(begun, false);
});

Deno.test("next() refuses what is no transition", async () => {
  const table: [(flow: Probe, next: Next) => void, RegExp, RegExp?][] = [
    [(_, next) => next(), /calls this.next without a step/],
    [(_, next) => next("left"), /with the name "left"/, /this\.next\(this\.left\)/],
    [(_, next) => next("x"), /with "x": it is no step/],
    [(_, next) => next(undefined), /with undefined: it is no step/],
    [(flow, next) => next(flow.helper), /with "helper": it is no step/, /Mark the method|Steps:/],
    [(flow, next) => next(flow.left.bind(flow)), /changed copy of step "left"/],
    [(flow, next) => next(flow.left, flow.left), /branches twice to step "left"/],
    [(flow, next) => next(flow.left, { foreach: 3 }), /over 3: foreach needs something to iterate/],
    [(flow, next) => next(flow.left, { foreach: undefined }), /over undefined/],
    [
      (flow, next) => next(flow.left, { foreach: Promise.resolve([]) }),
      /type Promise/,
      /Await it first/,
    ],
    [(flow, next) => next(flow.left, { forEach: [] }), /options that it does not know/],
    [(flow, next) => next(flow.left, { foreach: [], switch: 1 }), /options that it does not know/],
    [(flow, next) => next(flow.left, { foreach: [] }, flow.right), /options that it does not/],
    [
      (flow, next) => next({ a: flow.left, b: flow.right }, { switch: "c" }),
      /switch of step "start" has no case for "c"/,
      /Its cases are "a", "b"\./,
    ],
    [(flow, next) => next({ a: flow.left }, { switch: undefined }), /no case for undefined/],
    [(flow, next) => next({ a: flow.left }, { switch: "toString" }), /no case for "toString"/],
    [(flow, next) => next({ a: flow.left, b: flow.helper }, { switch: "a" }), /"helper"/],
    [(flow, next) => next({ a: flow.left }), /cases, but nothing to decide on/],
    [(flow, next) => next(flow.left, { switch: "a" }), /Cannot switch/],
  ];
  for (const [body, message, hint] of table) {
    await assert.rejects(run(body), (error: Error & { hint?: string }) => {
      assert.match(error.message, message);
      if (hint !== undefined) assert.match(error.hint ?? "", hint);
      return true;
    });
  }
});

Deno.test("next() is called exactly once, and not by the last step", async () => {
  await assert.rejects(run(() => {}), { message: 'Step "start" ended without calling this.next' });
  const twice = (flow: Probe) => {
    flow.next(flow.left);
    flow.next(flow.right);
  };
  await assert.rejects(run(twice), { message: 'Step "start" calls this.next a second time' });
  await assert.rejects(run((_flow) => {}, "end"), {
    message: 'Step "end" is the last step, but calls this.next',
  });
  assert.equal((await run(() => {}, "end")).outcome().next, null);
});

Deno.test("step() finds the last step by mark, by name, and when there is only one", async () => {
  class Marked extends FlowSpec {
    @step({ start: true })
    begin() {
      this.next(this.finish);
    }
    @step({ end: true })
    finish() {}
  }
  class Single extends FlowSpec {
    @step
    only() {}
  }
  class Derived extends Marked {
    override begin() {
      super.begin();
    }
  }
  for (const [flow, name] of [[Marked, "finish"], [Single, "only"], [Derived, "finish"]] as const) {
    await createTask(flow, testHost({ step: name })).run();
  }
  const task = createTask(Derived, testHost({ step: "begin" }));
  await task.run();
  assert.deepEqual(task.outcome().next, { kind: "linear", targets: ["finish"] });
});

Deno.test("step() stands on public methods only", () => {
  assert.throws(
    () =>
      class extends FlowSpec {
        @step
        static start() {}
      },
    { message: 'Cannot make method "start" a step' },
  );
  assert.throws(
    () =>
      class extends FlowSpec {
        @step
        #start() {}
        used() {
          this.#start();
        }
      },
    { message: 'Cannot make method "#start" a step' },
  );
});
