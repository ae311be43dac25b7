import assert from "node:assert/strict";
import { stepDecoratorNamed } from "../../core/flow/registry.ts";
import { flowPolicy } from "../../core/flow/merge_policy.ts";
import type { FlowError } from "../../store/error.ts";
import "./mod.ts";

function policy(name: string, options: unknown) {
  return stepDecoratorNamed(name)!.policy!(options);
}

function assertRefused(name: string, options: unknown, message: string | RegExp) {
  assert.throws(() => policy(name, options), (error: FlowError) => {
    assert.deepEqual([error.code, error.exitCode], ["decorator-options", 2]);
    assert.ok(error.hint, "has a hint");
    if (typeof message === "string") assert.equal(error.message, message);
    else assert.match(error.message, message);
    return true;
  });
}

Deno.test("decorators refuse options that they do not know", () => {
  assertRefused("retry", { tries: 1 }, '@retry: there is no option "tries"');
  assertRefused("timeout", { second: 1 }, '@timeout: there is no option "second"');
  assertRefused("resources", { gpu: 1 }, '@resources: there is no option "gpu"');
  assertRefused("permissions", { network: true }, '@permissions: there is no option "network"');
  assertRefused("catchError", ["x"], '@catchError: options cannot be ["x"]');
});

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

Deno.test("timeout() adds up, and refuses no time", () => {
  assert.deepEqual(policy("timeout", { seconds: 1.5, minutes: 1, hours: 1 }), {
    timeout: 3_661_500,
  });
  assertRefused("timeout", {}, "@timeout: the time is 0");
  assertRefused("timeout", { seconds: 0 }, "@timeout: the time is 0");
  assertRefused("timeout", { seconds: -1 }, '@timeout: "seconds" cannot be -1');
});

Deno.test("resources() asks only for what is named", () => {
  assert.deepEqual(policy("resources", {}), {});
  assert.deepEqual(policy("resources", { cpu: 0.5, memory: 512 }), { cpu: 0.5, memory: 512 });
  assertRefused("resources", { cpu: 0 }, '@resources: "cpu" cannot be 0');
  assertRefused("resources", { memory: "1G" }, '@resources: "memory" cannot be "1G"');
});

Deno.test("environment() makes text of values, and checks names", () => {
  assert.deepEqual(policy("environment", { vars: { A: "x", B: 1, C: true } }), {
    environment: { A: "x", B: "1", C: "true" },
  });
  assertRefused("environment", {}, '@environment: "vars" cannot be left out');
  assertRefused("environment", { vars: { "A-B": "x" } }, /"A-B" is no name of an environment/);
  assertRefused("environment", { vars: { A: {} } }, '@environment: "A" cannot be {}');
});

Deno.test("permissions() takes lists and booleans", () => {
  const options = { net: ["a.example"], read: true, write: false, strict: true };
  assert.deepEqual(policy("permissions", options), { permissions: options });
  assert.deepEqual(policy("permissions", {}), { permissions: {} });
  assertRefused("permissions", { net: "a" }, '@permissions: "net" cannot be "a"');
  assertRefused("permissions", { read: [""] }, '@permissions: "read" cannot be [""]');
  assertRefused("permissions", { strict: 1 }, '@permissions: "strict" cannot be 1');
});

Deno.test("secrets() tells where each comes from", () => {
  const list = [
    "KEY",
    { name: "A", env: "OTHER" },
    { name: "B", file: "b.txt" },
    { name: "C", command: ["pass", "show"] },
  ];
  assert.deepEqual(policy("secrets", list), {
    secrets: [
      { name: "KEY", from: "env", key: "KEY" },
      { name: "A", from: "env", key: "OTHER" },
      { name: "B", from: "file", path: "b.txt" },
      { name: "C", from: "command", command: ["pass", "show"] },
    ],
  });
  assertRefused("secrets", { KEY: "x" }, /@secrets: cannot be/);
  assertRefused("secrets", ["a b"], /"a b" is no name of an environment variable/);
  assertRefused("secrets", ["A", { name: "A", file: "a" }], '@secrets: "A" is there twice');
  for (
    const secret of [{ name: "A" }, { name: "A", env: "B", file: "c" }, { name: "A", command: [] }]
  ) assertRefused("secrets", [secret], /cannot take a secret from/);
});

Deno.test("catchError() names the artifact", () => {
  assert.deepEqual(policy("catchError", {}), { catchAs: "failure" });
  assert.deepEqual(policy("catchError", { as: "oops", print: false }), { catchAs: "oops" });
  assertRefused("catchError", { as: "a b" }, '@catchError: "as" cannot be "a b"');
  assertRefused("catchError", { as: "" }, '@catchError: "as" cannot be ""');
  assertRefused("catchError", { print: 1 }, '@catchError: "print" cannot be 1');
});

Deno.test("project() checks its name", () => {
  const project = (name: unknown) => flowPolicy([{ name: "project", options: { name } }]);
  assert.deepEqual(project("ratings_2"), { project: { name: "ratings_2" } });
  for (const name of ["Ratings", "a-b", "", "x".repeat(129), undefined]) {
    assert.throws(() => project(name), { code: "decorator-options" });
  }
});
