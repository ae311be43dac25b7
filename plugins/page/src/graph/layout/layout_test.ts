import assert from "node:assert/strict";
import fc from "fast-check";
import { holds } from "../../../../../tests/helpers/property.ts";
import { type Arrow, type Layout, layout } from "./layout.ts";
import { placeLayer } from "./place.ts";

const SIZE = { width: 160, height: 50, between: 60, beside: 20 };

/** A flow as they are: splits, joins, long arrows, and loops back. */
function madeUp(steps: number): Arrow[] {
  const arrows: Arrow[] = [];
  for (let to = 1; to < steps; to++) {
    arrows.push({ from: Math.max(0, to - 1 - (to * 7) % 5), to });
    if (to % 3 === 0) arrows.push({ from: (to * 5) % to, to });
    if (to % 25 === 0) arrows.push({ from: to, to: to - 10 });
  }
  return arrows;
}

function check({ nodes, ways }: Layout, arrows: readonly Arrow[]): void {
  assert.equal(ways.length, arrows.length);
  for (const { from, to, back, points } of ways) {
    if (!back) assert.ok(nodes[from]!.x < nodes[to]!.x, "arrows lead on");
    assert.deepEqual([points[0], points.at(-1)], [nodes[from], nodes[to]]);
  }
  const layers = Map.groupBy(nodes, ({ x }) => x);
  for (const layer of layers.values()) {
    const places = layer.map(({ y }) => y).sort((a, b) => a - b);
    for (let i = 1; i < places.length; i++) {
      assert.ok(places[i]! - places[i - 1]! >= SIZE.height + SIZE.beside - 0.001, "apart");
    }
  }
}

Deno.test("layout() places any graph: arrows lead on, steps stand apart", async () => {
  const graph = fc.integer({ min: 1, max: 25 }).chain((count) =>
    fc.record({
      count: fc.constant(count),
      arrows: fc.array(
        fc.record({
          from: fc.nat({ max: count - 1 }),
          to: fc.nat({ max: count - 1 }),
        }),
        { maxLength: 40 },
      ),
    })
  );
  await holds(
    fc.property(graph, ({ count, arrows }) => check(layout(count, arrows, SIZE), arrows)),
    { runs: 200 },
  );
});

Deno.test("layout() puts a split between its branches, and lets nothing cross without need", () => {
  // start → a, b, c → end, told in another order
  const arrows = [[0, 3], [0, 1], [0, 2], [1, 4], [2, 4], [3, 4]].map(([from, to]) => ({
    from: from!,
    to: to!,
  }));
  const { nodes } = layout(5, arrows, SIZE);
  const [start, a, b, c, end] = nodes.map(({ y }) => y);
  assert.equal(start, end);
  assert.deepEqual([a, b, c].toSorted((x, y) => x! - y!)[1], start);
  const crossed = [[0, 1], [0, 2], [1, 4], [2, 3]].map(([from, to]) => ({ from: from!, to: to! }));
  const { nodes: placed } = layout(5, crossed, SIZE);
  assert.equal(placed[1]!.y < placed[2]!.y, placed[4]!.y < placed[3]!.y);
});

Deno.test("layout() of nothing and of one step", () => {
  assert.deepEqual(layout(0, [], SIZE), { nodes: [], ways: [], width: 0, height: 0 });
  assert.deepEqual(layout(1, [], SIZE), {
    nodes: [{ x: 80, y: 25 }],
    ways: [],
    width: 160,
    height: 50,
  });
});

Deno.test("layout() of 200 steps takes less than 100 ms, the best of some", () => {
  const arrows = madeUp(200);
  const times = Array.from({ length: 7 }, () => {
    const begun = performance.now();
    check(layout(200, arrows, SIZE), arrows);
    return performance.now() - begun;
  });
  assert.ok(Math.min(...times) < 100, `${times.map((time) => time.toFixed(1)).join(" ")} ms`);
});

Deno.test("placeLayer() keeps distances, and is the nearest that does", () => {
  assert.deepEqual(placeLayer([0, 10], [1, 1], [0, 4]), [0, 10]);
  assert.deepEqual(placeLayer([5, 5], [1, 1], [0, 4]), [3, 7]);
  assert.deepEqual(placeLayer([5, 5], [1, 3], [0, 4]), [2, 6]);
  assert.deepEqual(placeLayer([9, 0, 0], [1, 1, 1], [0, 1, 1]), [2, 3, 4]);
});
