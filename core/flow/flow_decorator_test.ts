import assert from "node:assert/strict";
import { defineFlowDecorator, flowDecorators, runAfterRun, type RunEnd } from "./flow_decorator.ts";
import { FlowSpec } from "./flow_spec.ts";
import { flowPolicy } from "./merge_policy.ts";

const calls: string[] = [];

const note = defineFlowDecorator<{ text: string; fail?: boolean }>({
  name: "note",
  afterRun: ({ run }, { text, fail }) => {
    calls.push(`${text} ${run}`);
    if (fail) throw new Error(text);
  },
});

const named = defineFlowDecorator<{ name: string }>({
  name: "named",
  policy: ({ name }) => ({ project: { name } }),
});

@named({ name: "base" })
@note({ text: "base" })
class Base extends FlowSpec {}

@named({ name: "derived" })
@note({ text: "outer" })
@note({ text: "inner", fail: true })
class Derived extends Base {}

const end: RunEnd = {
  run: "Derived/1",
  flow: "Derived",
  status: "succeeded",
  error: null,
  params: {},
  tags: [],
};

Deno.test("flowDecorators() gives those of the class, and then of its bases", () => {
  const options = flowDecorators(Derived).map(({ options }) => Object.values(options as object)[0]);
  assert.deepEqual(options, ["derived", "outer", "inner", "base", "base"]);
  assert.equal(flowDecorators(Base).length, 2);
});

Deno.test("flowPolicy() lets the outermost decorator decide", () => {
  assert.deepEqual(flowPolicy(flowDecorators(Derived)), { project: { name: "derived" } });
});

Deno.test("runAfterRun() runs all hooks, and gives what they threw", async () => {
  calls.length = 0;
  const errors = await runAfterRun(Derived, end);
  assert.deepEqual(calls, ["base Derived/1", "inner Derived/1", "outer Derived/1"]);
  assert.deepEqual(errors.map((error) => (error as Error).message), ["inner"]);
});
