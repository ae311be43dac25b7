import assert from "node:assert/strict";
import { assertRefused, policy } from "./test_policy.ts";

Deno.test("resources() asks only for what is named", () => {
  assert.deepEqual(policy("resources", {}), {});
  assert.deepEqual(policy("resources", { cpu: 0.5, memory: 512 }), { cpu: 0.5, memory: 512 });
  assertRefused("resources", { cpu: 0 }, '@resources: "cpu" cannot be 0');
  assertRefused("resources", { memory: "1G" }, '@resources: "memory" cannot be "1G"');
});
