import assert from "node:assert/strict";
import { runAfterRun, type RunEnd } from "../../core/flow/flow_decorator.ts";
import { FlowSpec } from "../../core/flow/flow_spec.ts";
import { createTask } from "../../core/flow/instance.ts";
import { step } from "../../core/flow/step.ts";
import { testHost } from "../../core/flow/test_host.ts";
import { catchError, exitHook, retry } from "./mod.ts";

const ended: string[] = [];

@exitHook({
  onSuccess: ({ run }) => {
    ended.push(`${run} is fine`);
  },
})
@exitHook({
  onFailure: async ({ run, error }) => {
    ended.push(await Promise.resolve(`${run}: ${error?.message}`));
  },
})
class Guarded extends FlowSpec {
  mean!: number;
  oops?: unknown;

  @catchError({ as: "oops", print: false })
  @step
  start() {
    this.next(this.fails);
  }

  @catchError({ print: false })
  @retry({ on: (error) => error.message !== "no" })
  @step
  fails() {
    this.mean = 3;
    throw new Error("no");
  }

  @step
  end() {}
}

Deno.test("catchError() leaves undefined where nothing failed", async () => {
  const task = createTask(Guarded, testHost({ step: "start", artifacts: { oops: "earlier" } }));
  await task.run();
  assert.deepEqual(task.outcome().sets, new Map([["oops", undefined]]));
});

Deno.test("catchError() keeps what the step set, and leaves the error to the scheduler", async () => {
  const task = createTask(Guarded, testHost({ step: "fails" }));
  await assert.rejects(task.run(), { message: "no" });
  assert.equal(task.outcome().sets.get("mean"), 3);
  assert.equal(task.retryable(new Error("no")), false);
  assert.equal(task.retryable(new Error("503")), true);
});

Deno.test("exitHook() calls the function for how the run has ended", async () => {
  const end: RunEnd = {
    run: "Guarded/1",
    flow: "Guarded",
    status: "succeeded",
    error: null,
    params: {},
    tags: [],
  };
  const error = { name: "Error", message: "no", stack: "", type: "error" };
  assert.deepEqual(await runAfterRun(Guarded, end), []);
  await runAfterRun(Guarded, { ...end, status: "failed", error });
  assert.deepEqual(ended, ["Guarded/1 is fine", "Guarded/1: no"]);
});
