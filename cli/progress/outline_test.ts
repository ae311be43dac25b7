import assert from "node:assert/strict";
import { outline } from "./outline.ts";
import { foreachGraph, graphOf } from "./progress_fixture.ts";

Deno.test("outline() nests what is inside of a foreach", () => {
  assert.deepEqual(outline(foreachGraph()).map(({ name, depth }) => [name, depth]), [
    ["start", 0],
    ["score", 1],
    ["polish", 1],
    ["gather", 0],
    ["end", 0],
  ]);
});

Deno.test("outline() puts a join after all of its branches", () => {
  const graph = graphOf({
    start: { kind: "branch", targets: ["a", "b"] },
    join: { kind: "linear", target: "end" },
    end: { kind: "end" },
    a: { kind: "linear", target: "join" },
    b: { kind: "linear", target: "more" },
    more: { kind: "linear", target: "join" },
  }, ["join"]);
  assert.deepEqual(outline(graph).map(({ name }) => name), [
    "start",
    "a",
    "b",
    "more",
    "join",
    "end",
  ]);
});

Deno.test("outline() takes loops, unreachable steps and targets that do not exist", () => {
  const graph = graphOf({
    start: { kind: "linear", target: "turn" },
    turn: {
      kind: "switch",
      on: "this.x",
      cases: [{ key: "a", target: "turn" }, { key: "b", target: "end" }, {
        key: "c",
        target: "nowhere",
      }],
    },
    alone: { kind: "linear", target: "end" },
    end: { kind: "end" },
  });
  assert.deepEqual(outline(graph).map(({ name }) => name).toSorted(), [
    "alone",
    "end",
    "start",
    "turn",
  ]);
});

Deno.test("outline() stands a chain of thousands of steps", () => {
  const transitions: Parameters<typeof graphOf>[0] = {};
  for (let i = 0; i < 20_000; i++) transitions[`s${i}`] = { kind: "linear", target: `s${i + 1}` };
  transitions.s20000 = { kind: "end" };
  const steps = outline(graphOf(transitions));
  assert.equal(steps.length, 20_001);
  assert.equal(steps.at(-1)!.name, "s20000");
});
