import assert from "node:assert/strict";
import { flowPolicy } from "../../core/flow/merge_policy.ts";
import "./mod.ts";

Deno.test("project() checks its name", () => {
  const project = (name: unknown) => flowPolicy([{ name: "project", options: { name } }]);
  assert.deepEqual(project("ratings_2"), { project: { name: "ratings_2" } });
  for (const name of ["Ratings", "a-b", "", "x".repeat(129), undefined]) {
    assert.throws(() => project(name), { code: "decorator-options" });
  }
});
