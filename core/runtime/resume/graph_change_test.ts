import assert from "node:assert/strict";
import type { FlowError } from "../../../store/error.ts";
import { readSource } from "../../graph/testing.ts";
import type { FinishedTask } from "./finished_tasks.ts";
import { refuseChanged } from "./graph_change.ts";

const SOURCE = `
  import { FlowSpec, step, type Inputs } from "flow";
  export default class F extends FlowSpec {
    kind!: "x" | "y";
    @step start() { this.next(this.a, this.b); }
    @step a() { this.next(this.each, { foreach: [1, 2] }); }
    @step each() { this.next(this.gather); }
    @step gather(inputs: Inputs<F>) { this.next(this.join); }
    @step b() { this.next({ x: this.x, y: this.y }, { switch: this.kind }); }
    @step x() { this.next(this.join); }
    @step y() { this.next(this.join); }
    @step join(inputs: Inputs<F>) { this.next(this.end); }
    @step end() {}
  }`;

const before = await readSource(SOURCE);

/** What is said of a changed source when tasks of these steps are taken over; null if all is well. */
async function answer(steps: string[], ...changes: [string, string][]): Promise<string | null> {
  let source = SOURCE;
  for (const [from, to] of changes) {
    assert.ok(source.includes(from), from);
    source = source.replace(from, to);
  }
  try {
    refuseChanged(
      before,
      await readSource(source),
      steps.map((step) => ({ step }) as FinishedTask),
    );
    return null;
  } catch (error) {
    const { code, exitCode, hint, message } = error as FlowError;
    assert.deepEqual([code, exitCode], ["graph-changed", 2]);
    assert.match(hint!, /resume FILE STEP/);
    return message.replace(/^The graph of "F" has changed since that run: /, "");
  }
}

const all = ["start", "a", "each", "gather", "b", "x", "join", "end"];

Deno.test("refuseChanged() takes the same graph, and code that is different", async () => {
  assert.equal(await answer(all), null);
  assert.equal(await answer(all, ["@step a() {", "@step a() { console.log(1);"]), null);
  assert.equal(await answer(all, ["foreach: [1, 2]", "foreach: new Set([3])"]), null);
});

Deno.test("refuseChanged() takes a graph that differs only where nothing is taken over", async () => {
  const change: [string, string] = [
    "@step b() { this.next({ x: this.x, y: this.y }, { switch: this.kind }); }",
    "@step b() { this.next(this.x); }",
  ];
  assert.equal(await answer(["start", "a", "each"], change), null);
  assert.notEqual(await answer(["start", "b"], change), null);
});

Deno.test("refuseChanged() takes more keys for the targets of a switch, and steps in other words", async () => {
  assert.equal(
    await answer(["b"], ["{ x: this.x, y: this.y }", "{ y: this.y, x: this.x, z: this.x }"]),
    null,
  );
});

Deno.test("refuseChanged() names the steps that lead elsewhere", async () => {
  const cases: [string[], [string, string][], string][] = [
    [
      ["start"],
      [["this.next(this.a, this.b)", "this.next(this.b, this.a)"]],
      '"start" led to a and b and now leads to b and a',
    ],
    [
      ["a"],
      [["this.next(this.each, { foreach: [1, 2] })", "this.next(this.each)"]],
      '"a" led to each for each item and now leads to each',
    ],
    [["b"], [["y: this.y", "y: this.x"]], '"b" led to one of x, y and now leads to one of x'],
    [
      ["x"],
      [["@step x() { this.next(this.join)", "@step x() { this.next(this.y)"]],
      '"x" led to join and now leads to y',
    ],
    [
      ["y"],
      [["@step y() { this.next(this.join); }", ""], ["y: this.y", "y: this.x"]],
      '"y" is no longer a step',
    ],
    [["gather"], [["gather(inputs: Inputs<F>)", "gather()"]], '"gather" is no longer a join'],
    [["each"], [["each()", "each(inputs: Inputs<F>)"]], '"each" has become a join'],
  ];
  for (const [steps, changes, expected] of cases) {
    assert.equal(await answer(steps, ...changes), expected);
  }
});
