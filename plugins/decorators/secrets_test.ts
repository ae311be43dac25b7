import assert from "node:assert/strict";
import { assertRefused, policy } from "./test_policy.ts";

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
