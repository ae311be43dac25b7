import assert from "node:assert/strict";
import { stepDecoratorNamed } from "../../core/flow/registry.ts";
import { assertRefused, policy } from "./test_policy.ts";

Deno.test("retry() gives a policy in milliseconds", () => {
  const defaults = { times: 3, delay: 1000, backoff: 2, maxDelay: 300_000, jitter: 0 };
  assert.deepEqual(policy("retry", {}), { retry: defaults });
  assert.deepEqual(
    policy("retry", { times: 0, delay: 0.5, backoff: 1, maxDelay: 2, jitter: 1, on: () => true }),
    { retry: { times: 0, delay: 500, backoff: 1, maxDelay: 2000, jitter: 1 } },
  );
  for (const options of [{ times: -1 }, { times: 1.5 }, { delay: -1 }, { backoff: 0.5 }]) {
    assertRefused("retry", options, /cannot be/);
  }
  assertRefused("retry", { jitter: 2 }, '@retry: "jitter" cannot be 2');
  assertRefused("retry", { delay: "1" }, '@retry: "delay" cannot be "1"');
});

Deno.test("retry() asks `on` whether to try again", () => {
  const { retryOn } = stepDecoratorNamed("retry")!;
  const on = (error: Error) => error.message === "503";
  assert.equal(retryOn!(new Error("503"), { on }), true);
  assert.equal(retryOn!(new Error("404"), { on }), false);
  assert.equal(retryOn!(new Error("404"), {}), true);
  assert.throws(() => retryOn!(new Error("404"), { on: "x" }), { message: /"on" is no function/ });
});
