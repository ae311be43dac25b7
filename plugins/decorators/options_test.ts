import assert from "node:assert/strict";
import { assertRefused, policy } from "./test_policy.ts";

Deno.test("decorators refuse options that they do not know", () => {
  assertRefused("retry", { tries: 1 }, '@retry: there is no option "tries"');
  assertRefused("timeout", { second: 1 }, '@timeout: there is no option "second"');
  assertRefused("resources", { gpu: 1 }, '@resources: there is no option "gpu"');
  assertRefused("permissions", { network: true }, '@permissions: there is no option "network"');
  assertRefused("catchError", ["x"], '@catchError: options cannot be ["x"]');
});

Deno.test("decorators refuse options that the source does not tell", () => {
  const dynamic = { $dynamic: "read()" };
  const told = "is read(), which cannot be read without running the flow";
  assertRefused("retry", { times: dynamic }, `@retry: "times" ${told}`);
  assertRefused("timeout", dynamic, `@timeout: its argument ${told}`);
  assertRefused("environment", { vars: { A: dynamic } }, `@environment: "A" ${told}`);
  assertRefused("secrets", dynamic, `@secrets: its list ${told}`);
  assertRefused("secrets", [dynamic], `@secrets: its list ${told}`);
  assertRefused("permissions", { net: ["a", dynamic] }, `@permissions: "net" ${told}`);
  const on = { $dynamic: "(error) => error.ok", $function: true };
  assert.ok(policy("retry", { on }).retry);
});
