import assert from "node:assert/strict";
import { runAfterRun, type RunEnd } from "../../core/flow/flow_decorator.ts";
import { FlowSpec } from "../../core/flow/flow_spec.ts";
import { exitHook } from "./exit_hook.ts";

const ended: string[] = [];

@exitHook({
  onSuccess: ({ run }) => {
    ended.push(`${run} is fine`);
  },
})
@exitHook({
  onFailure: async ({ run, error }) => {
    ended.push(await Promise.resolve(`${run}: ${error?.message}`));
  },
})
class Guarded extends FlowSpec {}

Deno.test("exitHook() calls the function for how the run has ended", async () => {
  const end: RunEnd = {
    run: "Guarded/1",
    flow: "Guarded",
    status: "succeeded",
    error: null,
    params: {},
    tags: [],
  };
  const error = { name: "Error", message: "no", stack: "", type: "error" };
  assert.deepEqual(await runAfterRun(Guarded, end), []);
  await runAfterRun(Guarded, { ...end, status: "failed", error });
  assert.deepEqual(ended, ["Guarded/1 is fine", "Guarded/1: no"]);
});
