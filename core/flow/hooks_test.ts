import assert from "node:assert/strict";
import { FlowSpec } from "./flow_spec.ts";
import { addDecorators, stepDecorators } from "./hooks.ts";
import { createTask, type FlowTask, type TaskInfo } from "./instance.ts";
import { type FlowClass, prepareFlow, stepOf } from "./prepare.ts";
import { step } from "./step.ts";
import { defineStepDecorator } from "./step_decorator.ts";
import { testHost } from "./test_host.ts";

const calls: string[] = [];

const trace = defineStepDecorator<{ as?: string }>({
  name: "trace",
  before: ({ options, step, attempt }) => {
    calls.push(`before ${options.as ?? "-"} ${step} ${attempt}`);
  },
  async around({ options }, next) {
    calls.push(`around ${options.as ?? "-"}`);
    await next();
  },
  after: ({ options }) => {
    calls.push(`after ${options.as ?? "-"}`);
  },
  onError: ({ options, error }) => {
    calls.push(`error ${options.as ?? "-"} ${(error as Error).message}`);
  },
});

const swallow = defineStepDecorator<{ only?: string }>({
  name: "swallow",
  onError: ({ options, error, flow }) => {
    Reflect.set(flow, "seen", (error as Error).message);
    if (options.only === undefined || (error as Error).name === options.only) {
      return { handled: true };
    }
  },
});

const replace = defineStepDecorator({
  name: "replace",
  onError: ({ error }) => {
    throw new TypeError("replaced", { cause: error });
  },
});

const skip = defineStepDecorator({
  name: "skip",
  around: ({ flow }) => (flow as Decorated).next((flow as Decorated).end),
});

const only = defineStepDecorator<{ message: string }>({
  name: "onlyOn",
  retryOn: (error, { message }) => (error as Error).message === message,
});

class Decorated extends FlowSpec {
  @trace({ as: "outer" })
  @trace({ as: "inner" })
  @step
  works() {
    calls.push("step");
    this.next(this.end);
  }

  @trace({ as: "outer" })
  @swallow
  @trace({ as: "inner" })
  @step
  handled() {
    throw new Error("no");
  }

  @swallow({ only: "RangeError" })
  @replace()
  @step
  replaced() {
    throw new Error("no");
  }

  @skip
  @step
  skipped() {
    throw new Error("no");
  }

  @onlyOnBoth
  @step
  retried() {
    throw new Error("no");
  }

  @step
  plain() {
    this.next(this.end);
  }

  @trace
  @step
  end() {}
}

function onlyOnBoth(method: () => void, context: ClassMethodDecoratorContext<Decorated>) {
  only({ message: "again" })(method, context);
  only({ message: "again" })(method, context);
}

async function run(name: string, info: TaskInfo = {}, flow: FlowClass = Decorated) {
  calls.length = 0;
  const task: FlowTask = createTask(flow, testHost({ step: name }), info);
  const error = await task.run().then(() => null, (error) => error);
  return { task, error };
}

Deno.test("hooks run around the step, the outermost decorator outside", async () => {
  const { error } = await run("works", { attempt: 2 });
  assert.equal(error, null);
  assert.deepEqual(calls, [
    "before outer works 2",
    "around outer",
    "before inner works 2",
    "around inner",
    "step",
    "after inner",
    "after outer",
  ]);
});

Deno.test("onError() that handles goes on with the step's own transition", async () => {
  const next = { kind: "linear" as const, targets: ["end"] };
  const { task, error } = await run("handled", { ownNext: next });
  assert.equal(error, null);
  assert.deepEqual(calls.slice(-2), ["error inner no", "after outer"]);
  assert.deepEqual(task.outcome().next, next);
  assert.deepEqual(task.outcome().sets, new Map([["seen", "no"]]));
  assert.match((await run("handled")).error.message, /ended without calling this\.next/);
});

Deno.test("onError() can replace the error, and leave it", async () => {
  const { task, error } = await run("replaced");
  assert.equal(error.message, "replaced");
  assert.equal(task.outcome().sets.get("seen"), "replaced");
});

Deno.test("around() can stand in for the step", async () => {
  const { task, error } = await run("skipped");
  assert.equal(error, null);
  assert.deepEqual(task.outcome().next, { kind: "linear", targets: ["end"] });
});

Deno.test("retryable() asks all decorators", async () => {
  const { task, error } = await run("retried");
  assert.equal(task.retryable(error), false);
  assert.equal(task.retryable(new Error("again")), true);
});

Deno.test("a decorator is written with and without brackets", async () => {
  await run("end");
  assert.deepEqual(calls, ["before - end 1", "around -", "after -"]);
});

Deno.test("addDecorators() puts decorators outside of steps that have none of the name", async () => {
  class More extends Decorated {}
  const names = (name: string) =>
    stepDecorators(More, stepOf(prepareFlow(More), name)).map(({ name }) => name);
  await run("plain", {}, More);
  assert.deepEqual(calls, []);
  addDecorators(More, [{ name: "trace", options: { as: "with" } }]);
  await run("plain", {}, More);
  assert.deepEqual(calls, ["before with plain 1", "around with", "after with"]);
  assert.deepEqual(names("works"), ["trace", "trace"]);
  assert.deepEqual(names("skipped"), ["trace", "skip"]);
  await run("plain");
  assert.deepEqual(calls, []);
});

Deno.test("a subclass that overrides a step says its decorators anew", () => {
  class Over extends Decorated {
    @swallow
    @step
    override works() {}
  }
  const { decorators } = stepOf(prepareFlow(Over), "works");
  assert.deepEqual(decorators, [{ name: "swallow", options: {} }]);
});

Deno.test("defineStepDecorator() refuses a name that is taken", () => {
  assert.throws(() => defineStepDecorator({ name: "trace" }), {
    message: 'Cannot define a decorator "trace": there is one already',
  });
});
