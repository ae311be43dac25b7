import assert from "node:assert/strict";
import { readSource } from "../testing.ts";

async function readJoin(body: string, parameter = "inputs: Inputs<F>") {
  const graph = await readSource(`
    import { FlowSpec, step, type Inputs } from "flow";
    export default class F extends FlowSpec {
      @step start() { this.next(this.a, this.b); }
      @step a() { this.next(this.join); }
      @step b() { this.next(this.join); }
      @step async join(${parameter}) { ${body} this.next(this.end); }
      @step end() {}
    }`);
  return graph.steps.find(({ name }) => name === "join")!;
}

const READS: [body: string, reads: string][] = [
  ["use(inputs.a.x, inputs.b.y);", "a.x b.y"],
  ["use(inputs[0].x, inputs[i]!.y, inputs[0]!.input, inputs.length);", "*.x *.y"],
  ["for (const i of inputs) use(i.x, i.index);", "*.x"],
  ["for (const { x, y: z = 1 } of inputs) use(x);", "*.x *.y"],
  ["const [first, , ...rest] = inputs; use(first.x, rest[0].y);", "*.x *.y"],
  ["const { a, b: { y } } = inputs; use(a.x);", "b.y a.x"],
  ["[...inputs].map((i) => [i.input, i.mean]);", "*.mean"],
  [
    "const all = [...inputs]; all.flatMap(({ clean }) => clean).sort((a, b) => a.date - b.date);",
    "*.clean",
  ],
  [
    "[...inputs].filter((i) => i.ok).toSorted((p, q) => p.s - q.t)[0].model;",
    "*.ok *.s *.t *.model",
  ],
  ["[...inputs].reduce((sum, i) => sum + i.x, 0);", "*.x"],
  ["[...inputs].reduce((p, q) => p.x > q.x ? p : q).model;", "*.x *.x *.model"],
  ["[...inputs].map((i) => i).map((i) => i.x);", "*.x"],
  ["Array.from(inputs, (i) => i.x); Array.from(inputs).at(-1).y;", "*.x *.y"],
  ["for (const [k, i] of [...inputs].entries()) use(k, i.x);", "*.x"],
  ["const best = c ? inputs.a : inputs.b; use(best.x);", "*.x"],
  ["await Promise.all([...inputs].map(async (i) => { await f(i.x); }));", "*.x"],
  ["[inputs.a, inputs.b].forEach((i) => use(i.x));", "*.x"],
  ["let i; for (i of inputs) use(i.x);", "*.x"],
  ["for (const i of inputs) {} for (const i of [1]) use(i.toFixed());", ""],
  [`use(inputs["a"]["x"], Reflect.get(inputs.b, "y"));`, "a.x b.y"],
  ["this.merge(inputs, { include: ['x'] });", ""],
];

Deno.test("traceMethod() sees which artifacts of its inputs a join reads", async () => {
  for (const [body, reads] of READS) {
    const join = await readJoin(body);
    const found = join.inputReads.map(({ step, name }) => `${step ?? "*"}.${name}`);
    assert.equal(found.join(" "), reads, body);
    assert.equal(join.facts.inputsEscape, false, body);
    assert.equal(join.join, true);
  }
});

const HIDDEN = [
  "summarise(inputs);",
  "use([...inputs]);",
  "for (const i of inputs) console.log(i);",
  "use(inputs.a[key]);",
  "const { x, ...rest } = inputs.a;",
  "return inputs;",
];

Deno.test("traceMethod() says when inputs go where they cannot be followed", async () => {
  for (const body of HIDDEN) {
    const join = await readJoin(body);
    assert.equal(join.facts.inputsEscape, true, body);
    assert.equal(join.computed, false, body);
  }
});

Deno.test("traceMethod() knows a join by the type or the name of its parameter", async () => {
  assert.equal((await readJoin("", "inputs")).join, true);
  assert.equal((await readJoin("use(parts.a.x);", "parts: Inputs<F>")).inputReads.length, 1);
  assert.equal((await readJoin("", "item: string")).join, false);
  assert.equal((await readJoin("", "item, inputs")).join, false);
});

Deno.test("readMerge() reads the options of this.merge", async () => {
  for (
    const [call, include, exclude, dynamic] of [
      ["this.merge(inputs)", null, null, undefined],
      ["this.merge(inputs, { include: ['x', NAME] })", null, null, true],
      ["this.merge(inputs, { include: ['x'] })", ["x"], null, undefined],
      ["this.merge(inputs, { exclude: ['x'] as const })", null, ["x"], undefined],
      ["this.merge(inputs, options)", null, null, true],
    ] as const
  ) {
    const [merge] = (await readJoin(`${call};`)).merges;
    assert.deepEqual([merge!.include, merge!.exclude, merge!.dynamic], [include, exclude, dynamic]);
  }
});
