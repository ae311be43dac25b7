import assert from "node:assert/strict";
import type { ParameterDefinition } from "../graph.ts";
import { readSource } from "../testing.ts";

async function read(field: string): Promise<Partial<ParameterDefinition>> {
  const graph = await readSource(`
    import { FlowSpec, step, param, config, file } from "flow"; import { z } from "npm:zod";
    const DEFAULTS = { default: 7, help: "from a constant" };
    export default class F extends FlowSpec { ${field}; @step start() {} }`);
  const { location: _, name: __, ...rest } = graph.parameters[0]!;
  return rest;
}

const base = { kind: "param", required: true, help: "", dynamic: false, default: null };

Deno.test("readParameter() reads parameters, configs and files", async () => {
  const literal = (value: unknown) => ({ kind: "literal", value });
  const cases: [field: string, expected: object][] = [
    ["p = param()", { ...base, type: "string" }],
    ["p = param<number>()", { ...base, type: "number" }],
    ["p: boolean = param()", { ...base, type: "boolean" }],
    ["p = param({ type: 'number', required: false })", {
      ...base,
      type: "number",
      required: false,
    }],
    [
      "p = param({ default: 1000, help: 'votes' })",
      { ...base, type: "number", default: literal(1000), required: false, help: "votes" },
    ],
    ["p = param(DEFAULTS)", {
      ...base,
      type: "number",
      default: literal(7),
      required: false,
      help: "from a constant",
    }],
    [
      "p = param({ default: ['a', 'b'] })",
      { ...base, type: "list", itemType: "string", default: literal(["a", "b"]), required: false },
    ],
    [
      "p = param<number[]>({ default: [] })",
      { ...base, type: "list", itemType: "number", default: literal([]), required: false },
    ],
    ["p = param<Array<string>>()", { ...base, type: "list", itemType: "string" }],
    ["p = param<'a' | 'b' | undefined>()", { ...base, type: "string" }],
    ["p = param({ default: { a: 1 } })", {
      ...base,
      type: "json",
      default: literal({ a: 1 }),
      required: false,
    }],
    [
      "p = param({ default: () => Date.now() })",
      {
        ...base,
        type: "any",
        required: false,
        dynamic: true,
        default: { kind: "dynamic", source: "() => Date.now()", function: true },
      },
    ],
    ["p = param({ schema: z.string() })", { ...base, type: "any", required: false, dynamic: true }],
    ["p = param(options())", { ...base, type: "any", required: false, dynamic: true }],
    ["p = config({ default: 'c.json' })", {
      ...base,
      kind: "config",
      type: "json",
      default: literal("c.json"),
      required: false,
    }],
    ["p = file({ binary: true })", { ...base, kind: "file", type: "string", binary: true }],
  ];
  for (const [field, expected] of cases) assert.deepEqual(await read(field), expected, field);
});

Deno.test("readMembers() tells constants, declarations and helpers apart", async () => {
  const graph = await readSource(`
    import { FlowSpec, step } from "flow";
    type Kind = "x" | "y"; enum Level { Low = "low", High = "high" }
    export default class F extends FlowSpec {
      rate = 0.5; names = ["a"] as const; static ignored = 1; #secret = 2;
      mean!: number; declare kind: Kind; flag?: boolean; level!: Level; n!: 1 | 2 | number; any;
      parse = (text: string) => text; make() {} get half() { return 1; } #hidden() {}
      @step start() {}
    }`);
  assert.deepEqual(graph.constants.map(({ name, value }) => [name, value]), [
    ["rate", { kind: "literal", value: 0.5 }],
    ["names", { kind: "literal", value: ["a"] }],
  ]);
  assert.deepEqual(graph.declarations.map(({ name, type, literals }) => [name, type, literals]), [
    ["mean", "number", undefined],
    ["kind", "Kind", ["x", "y"]],
    ["flag", "boolean", ["true", "false"]],
    ["level", "Level", ["low", "high"]],
    ["n", "1 | 2 | number", undefined],
    ["any", "", undefined],
  ]);
  assert.deepEqual(graph.helpers.map(({ name }) => name), ["parse", "make", "#hidden", "half"]);
});

Deno.test("readMembers() refuses steps that are no public methods", async () => {
  const graph = await readSource(`
    import { FlowSpec, step } from "flow";
    export default class F extends FlowSpec {
      @step start() {} @step static a() {} @step #b() {} @step get c() {} @step d = 1;
    }`);
  assert.deepEqual(graph.steps.map(({ name }) => name), ["start"]);
  assert.deepEqual(graph.problems.map(({ rule, step }) => [rule, step]), [
    ["step-declaration", "a"],
    ["step-declaration", "#b"],
    ["step-declaration", "c"],
    ["step-declaration", "d"],
  ]);
});
