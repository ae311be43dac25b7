import assert from "node:assert/strict";
import { z } from "zod";
import { FlowSpec } from "./flow_spec.ts";
import { config, param } from "./param.ts";
import { resolveParameters } from "./param_value.ts";
import { step } from "./step.ts";

let called = 0;

class Given extends FlowSpec {
  votes = param({ default: 1000 });
  rates = param({ default: [0.1, 0.2] });
  empty = param({ default: [] as string[] });
  layers = param({ default: [{ size: 1 }] });
  options = param({ default: { deep: true } });
  stamp = param({
    default: async () => {
      called++;
      return await Promise.resolve(5);
    },
  });
  typed = param({ type: "boolean", default: () => called < 0 });
  optional = param({ type: "number", required: false });
  settings = config({ default: "x.json" });

  @step
  start() {}
}

class Checked extends FlowSpec {
  count = param({ schema: z.number().int(), default: 3 });
  name = param({ schema: z.string().transform((text) => text.toUpperCase()), default: "x" });
  since = param({ schema: z.coerce.date().optional() });
  tags = param({ schema: z.array(z.string()).default(["a"]) });
  shape = param({ schema: z.object({ size: z.object({ x: z.number() }) }).optional() });

  @step
  start() {}
}

const resolve = async (flow: typeof Given | typeof Checked, given: Record<string, unknown> = {}) =>
  Object.fromEntries(await resolveParameters(flow, new Map(Object.entries(given))));

Deno.test("resolveParameters() gives defaults, and calls those that are functions once", async () => {
  called = 0;
  assert.deepEqual(await resolve(Given), {
    votes: 1000,
    rates: [0.1, 0.2],
    empty: [],
    layers: [{ size: 1 }],
    options: { deep: true },
    stamp: 5,
    typed: false,
  });
  assert.equal(called, 1);
});

Deno.test("resolveParameters() reads text as the default's type", async () => {
  const given = {
    votes: "5",
    rates: "1,2",
    empty: ["a", "b"],
    layers: '[{"size":2}]',
    options: '{"deep":false}',
    stamp: "7",
    typed: "yes",
    optional: "3",
  };
  assert.deepEqual(await resolve(Given, given), {
    votes: 5,
    rates: [1, 2],
    empty: ["a", "b"],
    layers: [{ size: 2 }],
    options: { deep: false },
    stamp: 7,
    typed: true,
    optional: 3,
  });
  await assert.rejects(resolve(Given, { stamp: "x" }), {
    message: 'Parameter "stamp" cannot be "x": expected a number',
  });
});

Deno.test("resolveParameters() validates by schema: text as it is, and then as JSON", async () => {
  assert.deepEqual(await resolve(Checked), { count: 3, name: "X", tags: ["a"] });
  const given = {
    count: "5",
    name: "5",
    since: "2020-01-01",
    tags: ["x", "y"],
    shape: '{"size":{"x":1}}',
  };
  assert.deepEqual(await resolve(Checked, given), {
    count: 5,
    name: "5",
    since: new Date("2020-01-01"),
    tags: ["x", "y"],
    shape: { size: { x: 1 } },
  });
});

Deno.test("resolveParameters() tells the path of what a schema refuses", async () => {
  await assert.rejects(resolve(Checked, { shape: '{"size":{"x":"1"}}' }), {
    message: /^Parameter "shape" cannot be ".*": size\.x: /,
  });
  await assert.rejects(resolve(Checked, { count: "1.5" }), {
    message: /^Parameter "count" cannot be "1.5": /,
  });
});

Deno.test("resolveParameters() wants a value where there is no default", async () => {
  class Needed extends Given {
    needed = param<string>({ required: true });
  }
  class NeededSchema extends Given {
    needed = param({ schema: z.string() });
  }
  await assert.rejects(resolve(Needed), { message: 'Parameter "needed" has no value' });
  await assert.rejects(resolve(NeededSchema as typeof Given), {
    message: /^Parameter "needed" has no value: /,
  });
});

Deno.test("param() refuses to be calculated with in a field", () => {
  class Early extends FlowSpec {
    votes = param({ default: 1000 });
    double = this.votes * 2;
  }
  assert.throws(() => new Early(), {
    message: "Cannot use a param in a field of the class: it has no value yet",
  });
});
