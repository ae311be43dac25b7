import assert from "node:assert/strict";
import { coerceParameter, type ValueDefinition } from "./coerce_parameter.ts";

type Types = Omit<ValueDefinition, "name">;

const numbers: Types = { type: "list", itemType: "number" };
const json: Types = { type: "list", itemType: "json" };

Deno.test("coerceParameter() reads text as the parameter's type", () => {
  const table: [Types, unknown, unknown][] = [
    [{ type: "number" }, "500", 500],
    [{ type: "number" }, " -1.5 ", -1.5],
    [{ type: "number" }, "1e3", 1000],
    [{ type: "number" }, ".5", 0.5],
    [{ type: "number" }, ["1", "2"], 2],
    [{ type: "number" }, 7, 7],
    [{ type: "string" }, "", ""],
    [{ type: "string" }, "1", "1"],
    [{ type: "boolean" }, "true", true],
    [{ type: "boolean" }, "YES", true],
    [{ type: "boolean" }, "1", true],
    [{ type: "boolean" }, "false", false],
    [{ type: "boolean" }, "no", false],
    [{ type: "boolean" }, "0", false],
    [{ type: "boolean" }, true, true],
    [{ type: "json" }, '{"rate":0.1}', { rate: 0.1 }],
    [{ type: "json" }, { rate: 0.1 }, { rate: 0.1 }],
    [{ type: "json" }, "null", null],
    [{ type: "any" }, "x", "x"],
    [{ type: "list" }, "a, b,c", ["a", "b", "c"]],
    [{ type: "list" }, ["a", "b,c"], ["a", "b,c"]],
    [{ type: "list" }, ["a,b"], ["a", "b"]],
    [{ type: "list" }, '["a","b,c"]', ["a", "b,c"]],
    [{ type: "list" }, "", []],
    [{ type: "list" }, [], []],
    [numbers, "1,2e1", [1, 20]],
    [numbers, ["1", "2"], [1, 2]],
    [numbers, "[1, 2]", [1, 2]],
    [numbers, [1], [1]],
    [json, '[{"a":1}, "x"]', [{ a: 1 }, "x"]],
    [json, ['{"a":1}', '"x"'], [{ a: 1 }, "x"]],
    [json, '{"a":1}', [{ a: 1 }]],
  ];
  for (const [types, given, expected] of table) {
    assert.deepEqual(coerceParameter({ name: "x", ...types }, given), expected);
  }
});

Deno.test("coerceParameter() names the parameter, what was given and what is expected", () => {
  const table: [Types, unknown, string | RegExp][] = [
    [{ type: "number" }, "", 'Parameter "x" cannot be "": expected a number'],
    [{ type: "number" }, "NaN", 'Parameter "x" cannot be "NaN": expected a number'],
    [{ type: "number" }, "Infinity", /expected a number/],
    [{ type: "number" }, "1e999", /expected a number/],
    [{ type: "number" }, "0x10", /expected a number/],
    [{ type: "number" }, "12px", /expected a number/],
    [{ type: "number" }, true, 'Parameter "x" cannot be without a value: expected a number'],
    [{ type: "number" }, NaN, /expected a number/],
    [{ type: "string" }, 5, 'Parameter "x" cannot be 5: expected text'],
    [{ type: "string" }, [], /cannot be undefined: expected text/],
    [{ type: "boolean" }, "maybe", 'Parameter "x" cannot be "maybe": expected true or false'],
    [{ type: "boolean" }, "", /expected true or false/],
    [{ type: "json" }, "{", /^Parameter "x" cannot be "{": expected JSON \(.+\)$/],
    [{ type: "json" }, undefined, /expected JSON/],
    [{ type: "list" }, 5, 'Parameter "x" cannot be 5: expected a list'],
    [{ type: "list" }, "[1", /expected a list \(/],
    [
      numbers,
      "1,b",
      'Parameter "x" cannot be "1,b": expected a list, each item of which is a number',
    ],
    [numbers, [1, true], /each item of which is a number/],
  ];
  for (const [types, given, message] of table) {
    assert.throws(() => coerceParameter({ name: "x", ...types }, given), { message });
  }
});
