import assert from "node:assert/strict";
import { FlowSpec } from "../../core/flow/flow_spec.ts";
import { createTask } from "../../core/flow/instance.ts";
import { step } from "../../core/flow/step.ts";
import { testHost } from "../../core/flow/test_host.ts";
import { catchError } from "./catch_error.ts";
import { assertRefused, policy } from "./test_policy.ts";

Deno.test("catchError() names the artifact", () => {
  assert.deepEqual(policy("catchError", {}), { catchAs: "failure" });
  assert.deepEqual(policy("catchError", { as: "oops", print: false }), { catchAs: "oops" });
  assertRefused("catchError", { as: "a b" }, '@catchError: "as" cannot be "a b"');
  assertRefused("catchError", { as: "" }, '@catchError: "as" cannot be ""');
  assertRefused("catchError", { print: 1 }, '@catchError: "print" cannot be 1');
});

class Guarded extends FlowSpec {
  mean!: number;
  oops?: unknown;

  @catchError({ as: "oops", print: false })
  @step
  start() {
    this.next(this.fails);
  }

  @catchError({ print: false })
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
});
