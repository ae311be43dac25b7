import assert from "node:assert/strict";
import { assertRefused, policy } from "./test_policy.ts";

Deno.test("environment() makes text of values, and checks names", () => {
  assert.deepEqual(policy("environment", { vars: { A: "x", B: 1, C: true } }), {
    environment: { A: "x", B: "1", C: "true" },
  });
  assertRefused("environment", {}, '@environment: "vars" cannot be left out');
  assertRefused("environment", { vars: { "A-B": "x" } }, /"A-B" is no name of an environment/);
  assertRefused("environment", { vars: { A: {} } }, '@environment: "A" cannot be {}');
});
