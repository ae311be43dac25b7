import assert from "node:assert/strict";
import type { Graph, Transition } from "../../graph/graph.ts";
import { deepestFirst } from "./step_plan.ts";

function graph(transitions: Record<string, Transition>): Graph {
  const steps = Object.entries(transitions).map(([name, transition]) => ({ name, transition }));
  return { start: "start", steps } as unknown as Graph;
}

const linear = (target: string): Transition => ({ kind: "linear", target });
const end: Transition = { kind: "end" };

/** Whether each step stands before those that lead to it. */
function assertBefore(order: string[], ...pairs: [string, string][]) {
  for (const [later, earlier] of pairs) {
    assert.ok(order.indexOf(later) < order.indexOf(earlier), `${later} before ${earlier}`);
  }
}

Deno.test("deepestFirst() has the end first and the start last", () => {
  assert.deepEqual(deepestFirst(graph({ start: linear("a"), a: linear("end"), end })), [
    "end",
    "a",
    "start",
  ]);
  assert.deepEqual(deepestFirst(graph({ start: end })), ["start"]);
});

Deno.test("deepestFirst() has a join before all that leads to it", () => {
  const order = deepestFirst(graph({
    start: { kind: "branch", targets: ["a", "b"] },
    a: { kind: "foreach", target: "item", items: "x" },
    item: linear("inner"),
    inner: linear("join"),
    b: linear("join"),
    join: linear("end"),
    end,
  }));
  assert.equal(order.length, 7);
  assertBefore(order, ["join", "b"], ["join", "inner"], ["inner", "item"], ["item", "a"], [
    "a",
    "start",
  ]);
});

Deno.test("deepestFirst() cuts loops, and leaves out what cannot be reached", () => {
  const order = deepestFirst(graph({
    start: linear("work"),
    work: linear("judge"),
    judge: {
      kind: "switch",
      on: "this.done",
      cases: [{ key: "no", target: "work" }, { key: "again", target: "judge" }, {
        key: "yes",
        target: "end",
      }],
    },
    end,
    lonely: linear("end"),
  }));
  assert.deepEqual(order, ["end", "judge", "work", "start"]);
});

Deno.test("deepestFirst() takes a graph of many thousand steps", () => {
  const steps: Record<string, Transition> = { start: linear("s0"), end };
  for (let at = 0; at < 20_000; at++) {
    steps[`s${at}`] = linear(at === 19_999 ? "end" : `s${at + 1}`);
  }
  const order = deepestFirst(graph(steps));
  assert.deepEqual([order[0], order.at(-1), order.length], ["end", "start", 20_002]);
});
