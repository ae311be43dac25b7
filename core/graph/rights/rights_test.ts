import assert from "node:assert/strict";
import { readFiles, readStep } from "../testing.ts";

const USES: [body: string, uses: string][] = [
  ["await Deno.readTextFile('a.txt'); Deno.statSync('b');", "read:a.txt read:b"],
  ["Deno.writeTextFileSync(path, ''); await Deno.copyFile('a', 'b');", "write: read:"],
  [
    "await fetch('https://api.example.com/x?y'); new WebSocket('ws://h:8080');",
    "net:api.example.com net:h:8080",
  ],
  [
    "await fetch(`https://example.com/${id}`); fetch(url); fetch('data:,x');",
    "net:example.com net:",
  ],
  [
    "await fetch(new URL('https://example.com/a')); Deno.connect({ hostname: 'h', port: 1 });",
    "net:example.com net:h:1",
  ],
  [
    "Deno.env.get('HOME'); process.env.KEY; process.env[x]; Deno.env.toObject();",
    "env:HOME env:KEY env:",
  ],
  [
    "new Deno.Command('git', {}); Deno.hostname(); Deno.dlopen('x.so', {});",
    "run:git sys: ffi:x.so",
  ],
  ["globalThis.fetch('https://e.com');", "net:e.com"],
  ["const fetch = () => {}; fetch('https://e.com'); const { Deno } = x; Deno.hostname();", ""],
  ["Math.max(1); console.log(new Map(), structuredClone({}), crypto.randomUUID());", ""],
];

Deno.test("Rights finds the rights that a step uses", async () => {
  for (const [body, uses] of USES) {
    const step = await readStep(body);
    assert.equal(step.uses.map(({ right, what }) => `${right}:${what}`).join(" "), uses, body);
    assert.equal(step.facts.usesUnknown, false, body);
  }
});

Deno.test("Rights follows functions, constants and Node modules through local files", async () => {
  const { graphs } = await readFiles({
    "flow.ts": `
import { FlowSpec, step, Flow, Run } from "flow";
import { load, type Unused } from "./lib/load.ts";
import * as lib from "./lib/load.ts";
import fs, { readFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { parse } from "npm:yaml";
const table = Deno.readTextFileSync("table.csv");
const later = () => Deno.readTextFileSync("later.csv");
export default class F extends FlowSpec {
  words = Deno.env.get("WORDS");
  @step start() { load(); this.next(this.a); }
  @step a() { lib.save(); this.help(); this.next(this.b); }
  @step b() { fs.promises.writeFile("w"); readFileSync("r"); spawn("ls"); this.next(this.c); }
  @step c() { new Flow("Other"); new Run("Third/1"); this.next(this.d); }
  @step d() { parse(""); this.next(this.e); }
  @step e() { eval("1"); this.next(this.f); }
  @step f() { import("./lib/load.ts"); this.next(this.end); }
  @step end() { table; }
  help() { Deno.uid(); }
}`,
    "lib/load.ts": `
import "./side_effect.ts";
export const base = "https://data.example.com/";
export async function load() { return await get("x"); }
async function get(p: string) { load(); return await fetch(base + "films"); }
export const save = () => new Saver().write();
class Saver { write() { Deno.writeTextFileSync("out.txt", ""); } }`,
    "lib/side_effect.ts":
      `Deno.hostname(); console.log(await fetch("https://start.example.com/"));`,
  });
  const [graph] = graphs;
  const uses = Object.fromEntries(graph!.steps.map((step) => [
    step.name,
    step.uses.map(({ right, what }) => `${right}:${what}`).join(" ") +
    (step.facts.usesUnknown ? " unknown" : ""),
  ]));
  assert.deepEqual(uses, {
    start: "net:data.example.com",
    a: "sys: write:out.txt",
    b: "write:w read:r run:ls",
    c: "flows:Other flows:Third",
    d: " unknown",
    e: " unknown",
    f: " unknown",
    end: "read:table.csv",
  });
  assert.deepEqual(graph!.moduleUses.map(({ right, what }) => `${right}:${what}`).sort(), [
    "env:WORDS",
    "net:start.example.com",
    "read:table.csv",
    "sys:",
  ]);
});
