import assert from "node:assert/strict";
import { assertRefused, policy } from "./test_policy.ts";

Deno.test("permissions() takes lists and booleans", () => {
  const options = { net: ["a.example"], read: true, write: false, strict: true };
  assert.deepEqual(policy("permissions", options), { permissions: options });
  assert.deepEqual(policy("permissions", {}), { permissions: {} });
  assertRefused("permissions", { net: "a" }, '@permissions: "net" cannot be "a"');
  assertRefused("permissions", { read: [""] }, '@permissions: "read" cannot be [""]');
  assertRefused("permissions", { strict: 1 }, '@permissions: "strict" cannot be 1');
});
