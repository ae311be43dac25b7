import assert from "node:assert/strict";
import type { FlowError } from "../../../store/error.ts";
import { readSource } from "../../graph/testing.ts";
import { projectOf, userName } from "./project.ts";

async function graphOf(decorator: string) {
  return await readSource(`
    import { FlowSpec, project, step } from "flow";
    ${decorator}
    export default class F extends FlowSpec { @step only() {} }`);
}

const inProject = await graphOf('@project({ name: "films" })');
const alone = await graphOf("");

const hasCode = (code: string) => (error: FlowError) =>
  error.code === code && error.exitCode === 2 && error.hint !== undefined;

Deno.test("projectOf() keeps branches apart", () => {
  const branchOf = (options: Parameters<typeof projectOf>[1]) => projectOf(inProject, options)!;
  assert.deepEqual(branchOf({}), {
    name: "films",
    branch: `user.${userName()}`,
    production: false,
  });
  assert.deepEqual(branchOf({ branch: "b-1" }).branch, "test.b-1");
  assert.deepEqual(branchOf({ production: true }), {
    name: "films",
    branch: "prod",
    production: true,
  });
  assert.deepEqual(branchOf({ production: true, branch: "b" }).branch, "prod.b");
});

Deno.test("projectOf() is null without a project, which takes no branch", () => {
  assert.equal(projectOf(alone, {}), null);
  assert.equal(projectOf(alone, { production: false }), null);
  assert.throws(() => projectOf(alone, { branch: "b" }), hasCode("project-missing"));
  assert.throws(() => projectOf(alone, { production: true }), hasCode("project-missing"));
});

Deno.test("projectOf() refuses names that are none of a branch", () => {
  for (const branch of ["", "a b", "a/b", "ä", "x".repeat(65)]) {
    assert.throws(() => projectOf(inProject, { branch }), hasCode("branch-invalid"), branch);
  }
});
