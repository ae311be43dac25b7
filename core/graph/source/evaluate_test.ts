import assert from "node:assert/strict";
import { readFiles } from "../testing.ts";

/** Evaluates an expression given as a constant of a flow class. */
async function evaluate(expression: string, before = "", other = ""): Promise<unknown> {
  const { graphs } = await readFiles({
    "flow.ts": `import { FlowSpec, step } from "flow"; import * as other from "./other.ts";
import { list, Level, nested as deep } from "./other.ts";
${before}
export default class F extends FlowSpec { value = ${expression}; @step start() {} }`,
    "other.ts": `export const list = [1, 2]; export enum Level { Low, High = 5, Next, Name = "n" }
export const nested = { a: { b: -1 } } as const; ${other}`,
  });
  const { value } = graphs[0]!.constants[0]!;
  return value.kind === "literal" ? value.value : value;
}

const LITERALS: [expression: string, value: unknown][] = [
  ["60 * 60", 3600],
  ["-1.5e3", -1500],
  ["list.length + 1", 3],
  ["2 ** 10 - 24 / 3 % 5", 1021],
  ["`plain`", "plain"],
  ["`a${1 + 1}b`", "a2b"],
  ["'a' + 1 + true", "a1true"],
  ["!0", true],
  ["null", null],
  ["[1, [2], { a: 3, 'b c': [4], [`d`]: 5 }]", [1, [2], { a: 3, "b c": [4], d: 5 }]],
  ["[...list, 3] satisfies number[]", [1, 2, 3]],
  ["({ ...deep, c: 1 } as const)", { a: { b: -1 }, c: 1 }],
  ["other.nested.a.b", -1],
  ["deep['a'].b!", -1],
  ["list[1]", 2],
  ["[Level.Low, Level.High, Level.Next, Level.Name, other.Level.High]", [0, 5, 6, "n", 5]],
  ["Object.freeze({ a: 1 })", { a: 1 }],
];

Deno.test("Evaluator reads what the source spells out", async () => {
  for (const [expression, value] of LITERALS) {
    assert.deepEqual(await evaluate(expression), value, expression);
  }
});

const DYNAMIC = [
  "load()",
  "12n",
  "/x/",
  "1 / 0",
  "now",
  "{ __proto__: 1 }",
  "[...items]",
  "`${f()}`",
];

Deno.test("Evaluator gives the source text of everything else", async () => {
  for (const source of DYNAMIC) {
    const inner = source.startsWith("{") ? `(${source})` : source;
    assert.deepEqual(await evaluate(inner, "let now = 1; const items = f();"), {
      kind: "dynamic",
      source,
    });
  }
  assert.deepEqual(await evaluate("{ times: 3, on: (e) => e.ok, list: [f()], m() {} }"), {
    times: 3,
    on: { $dynamic: "(e) => e.ok", $function: true },
    list: [{ $dynamic: "f()" }],
    m: { $dynamic: "m() {}", $function: true },
  });
});

Deno.test("Evaluator follows constants without end only so far", async () => {
  const lines = Array.from({ length: 40 }, (_, i) => `const a${i + 1} = [a${i}, a${i}];`);
  const doubling = await evaluate("a40", `const a0 = [1]; ${lines.join("\n")}`);
  assert.ok(JSON.stringify(doubling).length < 1_000_000);
  const circle = await evaluate("x", "const x = y; const y = x;");
  assert.deepEqual(circle, { kind: "dynamic", source: "x" });
});
