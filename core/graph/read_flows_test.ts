import assert from "node:assert/strict";
import { readFiles, readSource } from "./testing.ts";
import { readFlows } from "./read_flows.ts";

const HEAD = `import { FlowSpec, step, param, config, file, retry, type Inputs } from "flow";\n`;

Deno.test("readFlows() reads name, doc, steps and endpoints", async () => {
  const graph = await readSource(`${HEAD}
/**
 * Mean rating per genre. More of it.
 */
export default class Stats extends FlowSpec {
  /** Loads
   * films. Then more. */
  @step
  start() { this.next(this.end); }
  @retry({ times: 3 }) @step async end() {}
  helper() {}
}`);
  assert.equal(graph.flow, "Stats");
  assert.equal(graph.doc, "Mean rating per genre.");
  assert.equal(graph.exported, "default");
  assert.deepEqual([graph.start, graph.end], ["start", "end"]);
  const [start, end] = graph.steps;
  assert.equal(start!.doc, "Loads films.");
  assert.deepEqual(start!.location, { file: graph.file, line: 10, column: 3 });
  assert.deepEqual(start!.transition, { kind: "linear", target: "end" });
  assert.deepEqual(end!.transition, { kind: "end" });
  assert.deepEqual(end!.decorators.map(({ name, from, args }) => ({ name, from, args })), [
    { name: "retry", from: "flow", args: [{ kind: "literal", value: { times: 3 } }] },
  ]);
  assert.deepEqual(graph.helpers.map(({ name }) => name), ["helper"]);
});

Deno.test("readFlows() takes endpoints from @step options, and one step is both", async () => {
  const marked = await readSource(`${HEAD}
export class F extends FlowSpec {
  @step({ start: true }) load() { this.next(this.print); }
  @step({ end: true }) print() {}
}`);
  assert.deepEqual([marked.start, marked.end, marked.exported], ["load", "print", "named"]);
  const single = await readSource(`${HEAD} class F extends FlowSpec { @step only() {} }`);
  assert.deepEqual([single.start, single.end, single.exported], ["only", "only", "none"]);
});

Deno.test('readFlows() resolves aliases, namespaces and re-exports of "flow"', async () => {
  const { graphs } = await readFiles({
    "flow.ts": `
import { step as s, FlowSpec as F, type Inputs as I } from "flow";
import * as flow from "flow";
import { again } from "./lib/passed_on.ts";
export class One extends F {
  @again({ times: 2 }) @s start() { this.next(this.end); }
  @s end(parts: I<One>) {}
}
export class Two extends flow.FlowSpec {
  size = flow.param({ default: 3 });
  @flow.timeout({ seconds: 60 * 60 }) @flow.step start(parts: flow.Inputs<Two>) {}
}`,
    "lib/passed_on.ts": `export * from "./deeper.ts";`,
    "lib/deeper.ts": `export { retry as again } from "flow";`,
  });
  const [one, two] = graphs;
  assert.deepEqual(one!.steps.map(({ name, join }) => [name, join]), [["start", false], [
    "end",
    true,
  ]]);
  assert.equal(one!.steps[0]!.decorators[0]!.name, "retry");
  assert.equal(one!.steps[0]!.decorators[0]!.from, "flow");
  assert.equal(two!.steps[0]!.join, true);
  assert.deepEqual(two!.parameters.map(({ name, type }) => [name, type]), [["size", "number"]]);
  assert.deepEqual(two!.steps[0]!.decorators[0]!.args, [{
    kind: "literal",
    value: { seconds: 3600 },
  }]);
});

Deno.test("readFlows() inherits from base classes in other files, overridden steps replaced", async () => {
  const { graphs } = await readFiles({
    "deno.json": `{ "imports": { "@bases/": "./lib/" } } // a comment`,
    "flow.ts": `
import { FlowSpec, step, param } from "flow";
import Middle from "@bases/middle.ts";
export default class Leaf extends Middle {
  limit = param({ default: 9 });
  @step work() { this.extra = this.limit; super.work(); this.next(this.end); }
}`,
    "lib/middle.ts": `
import { retry, step, project } from "flow";
import { Base } from "./base.ts";
@project({ name: "films" })
export default class Middle extends Base { kind = "middle"; }`,
    "lib/base.ts": `
import { FlowSpec, step, param } from "flow";
export abstract class Base extends FlowSpec {
  limit = param({ default: 1 });
  rows!: string[];
  @step start() { this.load(); this.next(this.work); }
  @step work() { this.rows = []; this.next(this.end); }
  @step end() {}
  load() { this.loaded = true; }
}`,
  });
  assert.equal(graphs.length, 1);
  const [leaf] = graphs;
  assert.deepEqual(leaf!.classes, ["Leaf", "Middle", "Base"]);
  assert.deepEqual(leaf!.steps.map(({ name, declaredIn }) => [name, declaredIn]), [
    ["start", "Base"],
    ["work", "Leaf"],
    ["end", "Base"],
  ]);
  assert.match(leaf!.steps[0]!.location.file, /base\.ts$/);
  assert.deepEqual(leaf!.steps[0]!.writes.map(({ name }) => name), ["loaded"]);
  assert.deepEqual(leaf!.steps[1]!.writes.map(({ name }) => name), ["extra", "rows"]);
  assert.deepEqual(leaf!.parameters.map((one) => one.default), [{ kind: "literal", value: 9 }]);
  assert.deepEqual(leaf!.constants.map(({ name }) => name), ["kind"]);
  assert.deepEqual(leaf!.declarations.map(({ name, type }) => [name, type]), [[
    "rows",
    "string[]",
  ]]);
  assert.deepEqual(leaf!.decorators.map(({ name }) => name), ["project"]);
});

Deno.test("readFlows() takes what comes next from an overridden step where its override calls that", async () => {
  const { graphs } = await readFiles({
    "flow.ts": `
import { FlowSpec, step } from "flow";
abstract class Base extends FlowSpec {
  kind!: string;
  @step start() { this.next({ a: this.a, b: this.b }, { switch: this.kind }); }
  @step a() { if (this.kind) this.next(this.b); }
  @step b() { this.next(this.end); }
  @step end() {}
}
abstract class Between extends Base {
  @step override start() { this.kind = "a"; super.start(); }
}
export default class Leaf extends Between {
  @step override start() { super.start(); }
  @step override a() { super.a(); }
  @step override b() { super.b(); this.next(this.end); }
}`,
  });
  const [start, a, b] = graphs[0]!.steps;
  assert.equal(start!.transition.kind, "switch");
  assert.deepEqual(start!.nexts.map(({ line }) => line), [5]);
  assert.deepEqual(start!.writes.map(({ name }) => name), ["kind"]);
  assert.deepEqual(a!.transition, { kind: "linear", target: "b" });
  assert.deepEqual([start, a, b].map((one) => one!.facts.fallsThrough), [false, true, false]);
  assert.deepEqual([start, a, b].map((one) => one!.facts.repeatedNexts.map(({ line }) => line)), [
    [],
    [],
    [16],
  ]);
});

Deno.test("readFlows() ends on classes, imports and constants in circles", async () => {
  const { graphs, diagnostics } = await readFiles({
    "flow.ts": `
import { FlowSpec, step, retry } from "flow";
import { A } from "./a.ts";
const x = y, y = x;
class Loop extends Loop {}
export default class F extends A {
  @retry({ times: x }) @step start() { this.one(); }
  one() { this.two(); this.p = 1; } two() { this.q = this.p; this.one(); }
}`,
    "a.ts": `export * from "./b.ts"; export { A } from "./b.ts"; import "./flow.ts";`,
    "b.ts":
      `export * from "./a.ts"; import { FlowSpec } from "flow"; export class A extends FlowSpec {}`,
  });
  assert.deepEqual(diagnostics, []);
  const [step] = graphs[0]!.steps;
  assert.deepEqual(step!.decorators[0]!.args, [{
    kind: "literal",
    value: { times: { $dynamic: "x" } },
  }]);
  assert.deepEqual([...new Set(step!.writes.map(({ name }) => name))].sort(), ["p", "q"]);
  assert.deepEqual([...new Set(step!.reads.map(({ name }) => name))], ["p"]);
});

Deno.test("readFlows() tells syntax errors with their place, also of imported files", async () => {
  const own = await readFiles({ "flow.ts": `import { FlowSpec } from "flow";\nlet x = ;` });
  assert.deepEqual(
    own.diagnostics.map(({ rule, severity, line, column }) => [rule, severity, line, column]),
    [["syntax", "error", 2, 9]],
  );
  const other = await readFiles({
    "flow.ts": `import { Base } from "./base.ts"; export class F extends Base {}`,
    "base.ts": `export class Base extends {`,
  });
  assert.match(other.diagnostics[0]!.file, /base\.ts$/);
});

Deno.test("readFlows() tells of an argument that is missing between others", async () => {
  const { diagnostics } = await readFiles({
    "flow.ts":
      `${HEAD} export class F extends FlowSpec { @step start() { this.next(this.a, , this.b); f(,); } }`,
  });
  assert.deepEqual(diagnostics.map(({ rule }) => rule), ["syntax", "syntax"]);
});

Deno.test("readFlows() survives source that is nested deeper than the stack", async () => {
  const deep = "(".repeat(50_000) + "1" + ")".repeat(50_000);
  const { diagnostics } = await readFiles({ "flow.ts": `export const x = ${deep};` });
  assert.equal(diagnostics[0]!.rule, "syntax");
  const long = Array.from({ length: 2_000 }, (_, i) => `this.a${i}`).join(" + ");
  const flat = await readSource(
    `${HEAD} export class F extends FlowSpec { @step start() { this.x = ${long}; } }`,
  );
  assert.equal(flat.steps[0]!.reads.length, 2_000);
});

Deno.test("readFlows() leaves out abstract classes and bases, keeps flows of several kinds", async () => {
  const { graphs } = await readFiles({
    "flow.ts": `${HEAD}
abstract class Kit extends FlowSpec { @step start() { this.next(this.end); } @step end() {} }
class Shared extends FlowSpec { @step start() {} }
export class One extends Kit {}
export const Two = class extends Shared {};
export default class extends FlowSpec { @step start() {} }
class Unrelated {}
`,
  });
  assert.deepEqual(graphs.map(({ flow, exported }) => [flow, exported]), [
    ["One", "named"],
    ["Two", "named"],
    ["", "default"],
  ]);
});

Deno.test("readFlows() says when a class with steps hides what it extends", async () => {
  const { graphs, diagnostics } = await readFiles({
    "flow.ts": `import { step } from "flow"; import { Base } from "npm:kit@1";
export class F extends Base { @step start() {} }`,
  });
  assert.equal(graphs.length, 0);
  assert.deepEqual(diagnostics.map(({ rule, line, column }) => [rule, line, column]), [
    ["flow-base", 2, 24],
  ]);
});

Deno.test("readFlows() reads JavaScript", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const text = `import { FlowSpec, step } from "flow";
export default class F extends FlowSpec {
  @step start() { this.next(this.a, this.b); }
  @step a() { this.next(this.join); } @step b() { this.next(this.join); }
  @step join(inputs) { this.next(this.end); }
  @step end() {}
}`;
    for (const ending of ["js", "mjs", "mts", "tsx", "jsx"]) {
      const file = `${folder}/flow.${ending}`;
      await Deno.writeTextFile(file, text);
      const { graphs, diagnostics } = await readFlows(file);
      assert.deepEqual(diagnostics, [], ending);
      assert.equal(graphs[0]!.steps[3]!.join, true, ending);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readFlows() refuses a file that is not there", async () => {
  await assert.rejects(readFlows("no/such/flow.ts"), { code: "file-missing", exitCode: 2 });
});

Deno.test("readFlows() gives a graph that serialises without loss", async () => {
  const graph = await readSource(`${HEAD}
export default class F extends FlowSpec {
  n = param({ default: [1, 2] });
  big = 12n;
  @retry({ times: 1, on: (e) => e instanceof TypeError }) @step start() { this.x = 1; }
}`);
  assert.deepEqual(JSON.parse(JSON.stringify(graph)), graph);
});
