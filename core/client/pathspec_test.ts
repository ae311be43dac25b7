import assert from "node:assert/strict";
import { FlowError } from "../../store/error.ts";
import { formatPathspec, parsePathspec, parsePathspecOf, pathspecLevel } from "./pathspec.ts";

Deno.test("parsePathspec() reads each level, and formatPathspec() writes it", () => {
  const cases = {
    flow: "Flow",
    run: "Flow/7",
    step: "Flow/7/score",
    task: "Flow/7/score/12",
    artifact: "Flow/7/score/12/mean",
  };
  for (const [level, text] of Object.entries(cases)) {
    const path = parsePathspec(text);
    assert.equal(pathspecLevel(path), level);
    assert.equal(formatPathspec(path), text);
  }
  assert.equal(parsePathspec("Flow/latest").run, "latest");
  assert.equal(parsePathspec("Flow/7/score/12/a/b").artifact, "a/b");
});

Deno.test("parsePathspecOf() takes a flow's name for its newest run", () => {
  assert.equal(parsePathspecOf("Flow", "run").run, "latest");
});

Deno.test("parsePathspec() refuses what is none, as wrong use", () => {
  for (
    const bad of ["", "/", "Flow/", "/7", "Flow/x", "Flow/0", "Flow/-1", "Flow/1.5", "Flow/7/"]
  ) {
    assert.throws(
      () => parsePathspec(bad),
      (error) => error instanceof FlowError && error.exitCode === 2,
    );
  }
  for (const bad of ["Flow/7/s/x", "Flow/7/s/1/", "Flow/99999999999999999999"]) {
    assert.throws(() => parsePathspec(bad), { code: "bad-pathspec" }, bad);
  }
  assert.throws(() => parsePathspecOf("Flow/7", "task"), /a task/);
  assert.throws(() => parsePathspecOf("Flow/7", "artifact"), /an artifact/);
});
