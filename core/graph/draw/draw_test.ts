import assert from "node:assert/strict";
import type { Graph } from "../graph.ts";
import { readSource } from "../testing.ts";
import { layOut, toDot, toJson, toMermaid, toSvg, toText } from "./mod.ts";

/** A flow with every kind of transition. Written anew into `golden/` where UPDATE_GOLDEN is set. */
const SOURCE = `
import { FlowSpec, step, param, file, retry, project, type Inputs } from "flow";
/** Rates films. */
@project({ name: "films" })
export default class Ratings extends FlowSpec {
  minVotes = param({ default: 1000, help: "ignore films with fewer votes" });
  genres = param({ default: ["Drama"] });
  since = param({ default: () => Date.now() });
  name = param();
  films = file({ default: "films.csv" });

  /** Loads the films. */
  @step start() { this.next(this.each, { foreach: this.films }); }
  /** Rates one film. */
  @retry({ times: 3, on: (e) => e.ok }) @step each(film: string) { this.next(this.left, this.right); }
  @step left() { this.next({ good: this.keep, fair: this.keep, poor: this.left }, { switch: this.kind }); }
  @step keep() { this.next(this.inner); }
  @step right() { if (x) return this.next(this.more); this.next(this.inner2); }
  @step more() { this.next(this.right); }
  @step inner2() { this.next(this.inner); }
  @step inner(inputs: Inputs<Ratings>) { this.next(this.outer); }
  @step outer(inputs: Inputs<Ratings>) { this.next(this.end); }
  @step end() {}
}`;

/** Names, docs and keys that mean something in one of the languages. */
const HOSTILE = `
import { FlowSpec, step } from "flow";
/** <script>alert("doc")</script> --> */
export default class Flow extends FlowSpec {
  @step start() {
    this.next({ '"];x[<img src=x onerror=alert(1)>': this["a\\"b\\\\c"], "\\u001b[31m]]>": this["d|e;\\n%% #quot;"] }, { switch: this.k });
  }
  /** </title><script>1</script> & more. */
  @step "a\\"b\\\\c"() { this.next(this["</text><script>alert(2)</script>"]); }
  @step "d|e;\\n%% #quot;"() { this.next(this["</text><script>alert(2)</script>"]); }
  @step "</text><script>alert(2)</script>"() { this.next(this.end); }
  @step end() {}
}`;

async function compare(name: string, text: string): Promise<void> {
  const path = new URL(`golden/${name}.golden`, import.meta.url);
  if (Deno.env.has("UPDATE_GOLDEN")) await Deno.writeTextFile(path, text);
  assert.equal(text, await Deno.readTextFile(path), name);
}

for (
  const [ending, draw] of [
    ["txt", toText],
    ["dot", toDot],
    ["mmd", toMermaid],
    ["svg", toSvg],
  ] as const
) {
  Deno.test(`${draw.name}() draws every kind of transition, and escapes hostile text`, async () => {
    await compare(`ratings.${ending}`, draw(await readSource(SOURCE)));
    await compare(`hostile.${ending}`, draw(await readSource(HOSTILE)));
  });
}

Deno.test("toSvg() leaves no markup of names in the image", async () => {
  const svg = toSvg(await readSource(HOSTILE));
  assert.doesNotMatch(svg, /<script|<img|onerror=alert\(1\)>/);
  const tags = new Set([...svg.matchAll(/<\/?([a-z]+)/g)].map(([, tag]) => tag));
  assert.deepEqual([...tags].sort(), [
    "defs",
    "g",
    "marker",
    "path",
    "rect",
    "style",
    "svg",
    "text",
    "title",
  ]);
});

Deno.test("toText() and toDot() let no control character through", async () => {
  const graph = await readSource(HOSTILE);
  for (const draw of [toText, toDot, toMermaid]) {
    assert.doesNotMatch(draw(graph), /[^\P{Cc}\n]/u);
  }
});

Deno.test("toJson() gives the graph itself", async () => {
  const graph = await readSource(SOURCE);
  assert.deepEqual(JSON.parse(toJson(graph)), graph);
});

/** A chain of diamonds, with a loop back over each. */
async function diamonds(n: number): Promise<Graph> {
  const steps = Array.from({ length: n }, (_, i) => `
    @step s${i}() { this.next(this.a${i}, this.b${i}); }
    @step a${i}() { this.next(this.j${i}); }
    @step b${i}() { this.next(this.c${i}); }
    @step c${i}() { this.next(this.j${i}); }
    @step j${i}(inputs: Inputs<F>) { this.next({ x: this.s${i}, y: this.s${
    i + 1
  } }, { switch: k }); }`);
  return await readSource(`import { FlowSpec, step, type Inputs } from "flow";
    export default class F extends FlowSpec { @step start() { this.next(this.s0); }
    ${steps.join("")} @step s${n}() {} }`);
}

Deno.test("layOut() places boxes without overlap, chains straight, and lines from box to box", async () => {
  const layout = layOut(await diamonds(5));
  for (const a of layout.steps) {
    assert.ok(a.x - a.width / 2 >= 0 && a.x + a.width / 2 <= layout.width);
    assert.ok(a.y - a.height / 2 >= 0 && a.y + a.height / 2 <= layout.height);
    for (const b of layout.steps) {
      const apart = a === b || a.y !== b.y || Math.abs(a.x - b.x) >= (a.width + b.width) / 2;
      assert.ok(apart, `${a.step.name} and ${b.step.name}`);
    }
  }
  const places = new Map(layout.steps.map((placed) => [placed.step.name, placed]));
  for (const { from, to, points, back } of layout.edges) {
    const [a, b] = [places.get(from)!, places.get(to)!];
    if (back) continue;
    assert.deepEqual(points[0], { x: a.x, y: a.y + a.height / 2 });
    assert.deepEqual(points.at(-1), { x: b.x, y: b.y - b.height / 2 });
  }
  assert.equal(layout.edges.filter(({ back }) => back).length, 5);
  assert.ok(Math.abs(places.get("b2")!.x - places.get("c2")!.x) < 3);
});

Deno.test("layOut() takes time in proportion to the graph", async () => {
  const small = await diamonds(40);
  assert.equal(small.steps.length, 202);
  const large = await diamonds(800);
  toSvg(small);
  const begin = performance.now();
  toSvg(small);
  const middle = performance.now();
  toSvg(large);
  const end = performance.now();
  assert.ok(middle - begin < 100, `200 steps took ${middle - begin} ms`);
  assert.ok(end - middle < 2000, `4000 steps took ${end - middle} ms`);
});

Deno.test("drawings of a flow without steps, and of one that is wrong, are drawings", async () => {
  const empty = await readSource(
    `import { FlowSpec } from "flow"; export class F extends FlowSpec {}`,
  );
  const wrong = await readSource(`import { FlowSpec, step } from "flow";
    export class F extends FlowSpec { @step start() { this.next(nowhere); } @step a() { this.next(this.b); } }`);
  for (const draw of [toText, toDot, toMermaid, toSvg, toJson]) {
    assert.doesNotMatch(draw(empty), /NaN|Infinity|undefined/);
    assert.doesNotMatch(draw(wrong), /NaN|Infinity/);
  }
});
