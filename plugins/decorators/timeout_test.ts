import assert from "node:assert/strict";
import { assertRefused, policy } from "./test_policy.ts";

Deno.test("timeout() adds up, and refuses no time", () => {
  assert.deepEqual(policy("timeout", { seconds: 1.5, minutes: 1, hours: 1 }), {
    timeout: 3_661_500,
  });
  assertRefused("timeout", {}, "@timeout: the time is 0");
  assertRefused("timeout", { seconds: 0 }, "@timeout: the time is 0");
  assertRefused("timeout", { seconds: -1 }, '@timeout: "seconds" cannot be -1');
});
