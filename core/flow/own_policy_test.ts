import assert from "node:assert/strict";
import { FlowSpec } from "./flow_spec.ts";
import { ownPolicy } from "./own_policy.ts";
import { step } from "./step.ts";
import { defineStepDecorator } from "./step_decorator.ts";
import { StepError } from "./step_error.ts";

const ask = { times: 2, delay: 10, backoff: 1, maxDelay: 100, jitter: 0 };
const again = defineStepDecorator<{ times?: number }>({
  name: "ownPolicyAgain",
  policy: ({ times }) => ({ retry: { ...ask, times: times ?? 2 } }),
});
const greedy = defineStepDecorator({
  name: "ownPolicyGreedy",
  policy: () => ({ permissions: { read: true } }),
});

class Asking extends FlowSpec {
  @again({ times: 5 })
  @step
  start() {
    this.next(this.end);
  }

  @greedy
  @step
  end() {}
}

Deno.test("ownPolicy() gives what the flow's own decorators ask for", () => {
  assert.deepEqual(ownPolicy(Asking, "start", []), { retry: { ...ask, times: 5 } });
  assert.deepEqual(ownPolicy(Asking, "start", ["ownPolicyAgain"]), {});
});

Deno.test("ownPolicy() refuses rights that the source does not tell", () => {
  assert.throws(() => ownPolicy(Asking, "end", []), (error: StepError) => {
    assert.match(error.message, /"ownPolicyGreedy" asks for permissions/);
    assert.match(error.hint!, /@permissions/);
    return true;
  });
});
