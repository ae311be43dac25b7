import assert from "node:assert/strict";
import { parseConfig } from "./parse_config.ts";

Deno.test("parseConfig() reads JSON, YAML and TOML as the same plain data", async () => {
  const expected = { name: "a", list: [1, 2.5], deep: { yes: true } };
  const texts = {
    "a.json": '{ "name": "a", "list": [1, 2.5], "deep": { "yes": true } }',
    "a.yaml": "name: a\nlist:\n  - 1\n  - 2.5\ndeep: { yes: true }\n",
    "a.YML": "name: a\nlist: [1, 2.5]\ndeep:\n  yes: true\n",
    "a.toml": 'name = "a"\nlist = [1, 2.5]\n[deep]\nyes = true\n',
    "no-ending": '{ "name": "a", "list": [1, 2.5], "deep": { "yes": true } }',
  };
  for (const [path, text] of Object.entries(texts)) {
    const value = await parseConfig(path, text);
    assert.deepStrictEqual(value, expected, path);
  }
});

Deno.test("parseConfig() reads the dates of TOML", async () => {
  const value = await parseConfig(
    "a.toml",
    "moment = 1979-05-27T07:32:00Z\nday = 1979-05-27\ntime = 07:32:00\nlocal = 1979-05-27T07:32:00\n",
  ) as Record<string, unknown>;
  assert.deepStrictEqual(value.moment, new Date("1979-05-27T07:32:00Z"));
  assert.equal(value.day, "1979-05-27");
  assert.match(value.time as string, /^07:32:00/);
  assert.match(value.local as string, /^1979-05-27T07:32:00/);
});

Deno.test("parseConfig() says what is wrong with the text", async () => {
  for (const path of ["a.json", "a.yaml", "a.toml"]) {
    await assert.rejects(parseConfig(path, "{ [ : = ]"), Error, path);
  }
});
