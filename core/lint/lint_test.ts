import assert from "node:assert/strict";
import { readSource } from "../graph/testing.ts";
import { lint } from "./lint.ts";

/** A flow whose steps are given by their bodies. */
function flowOf(steps: Record<string, string>, members = ""): string {
  const methods = Object.entries(steps).map(([name, body]) =>
    `@step ${name.includes("(") ? name : `${name}()`} { ${body} }`
  );
  return `import { FlowSpec, step, param, type Inputs } from "flow";
    export default class F extends FlowSpec { ${members} ${methods.join("\n")} }`;
}

async function rules(steps: Record<string, string>, members = ""): Promise<string[]> {
  return lint(await readSource(flowOf(steps, members))).map(({ rule, message }) => {
    return `${rule}: ${message}`;
  });
}

/** \`n\` diamonds in a row: two branches and a join each. */
function diamonds(n: number): Record<string, string> {
  const steps: Record<string, string> = { start: "this.v0 = 1; this.next(this.s0);" };
  for (let i = 0; i < n; i++) {
    steps[`s${i}`] = `use(this.v${i}); this.next(this.a${i}, this.b${i});`;
    steps[`a${i}`] = `this.x${i} = this.v${i}; this.next(this.j${i});`;
    steps[`b${i}`] = `this.y${i} = this.v${i}; this.next(this.j${i});`;
    steps[`j${i}(inputs: Inputs<F>)`] = `this.v${
      i + 1
    } = inputs.a${i}.x${i} + inputs.b${i}.y${i}; this.next(this.s${i + 1});`;
  }
  steps[`s${n}`] = "this.next(this.end);";
  steps.end = `use(this.v${n});`;
  return steps;
}

Deno.test("lint() takes time in proportion to the flow", async () => {
  for (const [n, limit] of [[15, 200], [200, 500], [1000, 1000]] as const) {
    const graph = await readSource(flowOf(diamonds(n)));
    const begin = performance.now();
    const found = lint(graph);
    const time = performance.now() - begin;
    assert.deepEqual(found, []);
    assert.ok(time < limit, `${n} diamonds took ${Math.round(time)} ms`);
  }
});

Deno.test("lint() ends on loops, nested and crossing", async () => {
  const steps: Record<string, string> = { start: "this.v = 0; this.next(this.s0);" };
  for (let i = 0; i < 300; i++) {
    const next = i === 299 ? "end" : `s${i + 1}`;
    steps[`s${i}`] = `this.v${i} = this.v; this.next({ a: this.s${Math.floor(i / 2)}, b: ` +
      `this.s${i}, c: this.${next} }, { switch: this.k });`;
  }
  steps.end = "use(this.v0, this.v299);";
  const found = await rules(steps, "k!: string;");
  assert.ok(found.every((one) => one.startsWith("artifact-unset: ") && one.includes('"k"')));
});

Deno.test("lint() follows artifacts through loops", async () => {
  const steps = {
    start: "this.next(this.turn);",
    turn:
      "this.round = (this.round ?? 0) + 1; this.next({ a: this.turn, b: this.end }, { switch: this.round });",
    end: "",
  };
  // In the first turn nothing has set it.
  assert.deepEqual(await rules(steps), [
    'artifact-maybe-unset: Step "turn" reads "round", which is not set on every way to it',
  ]);
  assert.deepEqual(await rules({ ...steps, start: "this.round = 0; this.next(this.turn);" }), []);
});

Deno.test("lint() takes steps that hide what they do to be right", async () => {
  for (
    const hidden of ["helper(this);", "Reflect.set(this, key, 1);", "Object.assign(this, more);"]
  ) {
    assert.deepEqual(
      await rules({
        start: `${hidden} this.next(this.a, this.b);`,
        a: "use(this.anything); this.next(this.join);",
        b: "this.next(this.join);",
        "join(inputs: Inputs<F>)": "use(inputs.a.other); this.merge(inputs); this.next(this.end);",
        end: "use(this.thing);",
      }),
      [],
      hidden,
    );
  }
});

Deno.test("lint() knows which branch an input by position comes from", async () => {
  const steps = {
    start: "this.next(this.a, this.b);",
    a: "this.x = 1; this.next(this.join);",
    b: "this.y = 1; this.next(this.join);",
    "join(inputs: Inputs<F>)": "use(inputs[0].x, inputs[1].y); this.next(this.end);",
    end: "",
  };
  assert.deepEqual(await rules(steps), []);
  const wrong = {
    ...steps,
    "join(inputs: Inputs<F>)": "const [p, q] = inputs; use(p.x, q.x); this.next(this.end);",
  };
  assert.deepEqual((await rules(wrong)).map((one) => one.split(":")[0]), [
    "artifact-unset",
    "artifact-unused",
  ]);
});

Deno.test("lint() tells one mistake once", async () => {
  const found = await rules({
    start: "this.next(this.a, this.b);",
    a: "use(this.zero, this.zero, this.zero); this.next(this.jion);",
    b: "this.next(this.join);",
    "join(inputs: Inputs<F>)": "this.next(this.end);",
    end: "",
  });
  assert.deepEqual(found, ['unknown-target: Step "a" leads to "jion", which is no step']);
});

Deno.test("lint() says what to do about an artifact that a join drops", async () => {
  const source = flowOf({
    start: "this.table = 1; this.next(this.a, this.b);",
    a: "this.next(this.join);",
    b: "this.next(this.join);",
    "join(inputs: Inputs<F>)": "this.next(this.more);",
    more: "this.next(this.end);",
    end: "use(this.table);",
  });
  const [found] = lint(await readSource(source));
  assert.equal(found!.rule, "artifact-dropped");
  assert.equal(found!.flow, "F");
  assert.equal(
    found!.hint,
    'In "join", read it from the inputs (inputs.a.table), or take it over: ' +
      'this.merge(inputs, { include: ["table"] }).',
  );
});

Deno.test("lint() finds nothing wrong in a class without steps but that it has none", async () => {
  assert.deepEqual((await rules({})).map((one) => one.split(":")[0]), ["start-step", "end-step"]);
});
