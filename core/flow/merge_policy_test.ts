import assert from "node:assert/strict";
import { appliedDecorator, mergePolicies, stepPolicy } from "./merge_policy.ts";
import { defineStepDecorator } from "./step_decorator.ts";

const retry = { times: 1, delay: 0, backoff: 1, maxDelay: 0, jitter: 0 };

Deno.test("mergePolicies() takes the largest, adds up, and lets the last decide", () => {
  const merged = mergePolicies([
    { cpu: 2, memory: 100, timeout: 5, retry, environment: { A: "1", B: "1" } },
    {
      cpu: 1,
      memory: 200,
      timeout: 3,
      retry: { ...retry, times: 4 },
      environment: { B: "2" },
      catchAs: "failure",
      secrets: [{ name: "A", from: "env", key: "A" }],
    },
    { secrets: [{ name: "B", from: "file", path: "b" }] },
  ]);
  assert.deepEqual(merged, {
    cpu: 2,
    memory: 200,
    timeout: 3,
    retry: { ...retry, times: 4 },
    environment: { A: "1", B: "2" },
    catchAs: "failure",
    secrets: [{ name: "A", from: "env", key: "A" }, { name: "B", from: "file", path: "b" }],
  });
});

Deno.test("mergePolicies() unites permissions", () => {
  const merged = mergePolicies([
    { permissions: { net: ["a"], read: true, env: ["X"], run: false } },
    { permissions: { net: ["b", "a"], read: ["x"], env: true, run: ["sort"], write: false } },
    { permissions: { strict: true, net: false } },
  ]);
  assert.deepEqual(merged.permissions, {
    net: ["a", "b"],
    read: true,
    env: true,
    run: ["sort"],
    write: false,
    strict: true,
  });
});

Deno.test("stepPolicy() asks the decorators by name, the outermost last", () => {
  defineStepDecorator<{ seconds: number }>({
    name: "limit",
    policy: ({ seconds }) => ({ timeout: seconds * 1000 }),
  });
  const policy = stepPolicy([
    { name: "limit", options: { seconds: 1 } },
    { name: "unknown", options: {} },
    { name: "limit", options: { seconds: 2 } },
  ]);
  assert.deepEqual(policy, { timeout: 1000 });
});

Deno.test("appliedDecorator() takes the options as far as the source tells them", () => {
  const location = { file: "x.ts", line: 1, column: 1 };
  const decorator = { name: "retry", from: "flow", location };
  const value = { times: 3, on: { $dynamic: "isTemporary" } };
  const literal = appliedDecorator({ ...decorator, args: [{ kind: "literal", value }] });
  const dynamic = appliedDecorator({ ...decorator, args: [{ kind: "dynamic", source: "read()" }] });
  assert.deepEqual(literal, { name: "retry", options: value });
  assert.deepEqual(dynamic, { name: "retry", options: { $dynamic: "read()" } });
  assert.deepEqual(appliedDecorator({ ...decorator, args: [] }), { name: "retry", options: {} });
});
