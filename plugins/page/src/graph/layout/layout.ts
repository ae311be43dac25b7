/**
 * Places the steps of a flow in layers: every step stands behind all that lead to it. In the manner
 * of Sugiyama: loops are cut, steps get their layers, long arrows get a place in every layer that
 * they cross, the order inside of layers is improved until few arrows cross, and at last all are
 * moved to where their neighbours are.
 *
 * @module
 */

import { orderLayers } from "./order.ts";
import { placeLayer } from "./place.ts";
import { rankNodes } from "./rank.ts";

/** An arrow from a node to a node, both by their index. */
export interface Arrow {
  from: number;
  to: number;
}

/** A point; layers follow each other along `x`. */
export interface Point {
  x: number;
  y: number;
}

/** An arrow with its way. */
export interface Way extends Arrow {
  /** From the middle of one node to that of the other, by way of what lies between. */
  points: Point[];
  /** It leads back: the arrow of a loop. */
  back: boolean;
}

/** Where all stands. */
export interface Layout {
  /** The middle of each node, by its index. */
  nodes: Point[];
  ways: Way[];
  width: number;
  height: number;
}

/** Sizes, in pixels. */
export interface LayoutOptions {
  /** Of a node, along the layers and across. */
  width: number;
  height: number;
  /** Between layers, and between nodes of a layer. */
  between: number;
  beside: number;
}

/** Share of a node's place across that an arrow takes which only passes by. */
const PASSING = 0.45;
const SWEEPS = 8;

/**
 * Places nodes and arrows. The same graph always gives the same picture.
 *
 * @param count How many nodes there are.
 * @param arrows Several between the same nodes count as one; arrows to itself are loops.
 */
export function layout(count: number, arrows: readonly Arrow[], options: LayoutOptions): Layout {
  const { rank, back } = rankNodes(count, arrows);
  // Nodes, and behind them the places where long arrows pass a layer.
  const layerOf = [...rank];
  const before: number[][] = Array.from({ length: count }, () => []);
  const after: number[][] = Array.from({ length: count }, () => []);
  const link = (from: number, to: number) => {
    after[from]!.push(to);
    before[to]!.push(from);
  };
  const paths = arrows.map(({ from, to }, at) => {
    const [low, high] = back[at] ? [to, from] : [from, to];
    const path = [low];
    if (low !== high) {
      for (let layer = rank[low]! + 1; layer < rank[high]!; layer++) {
        path.push(layerOf.push(layer) - 1);
        before.push([]);
        after.push([]);
      }
      path.push(high);
      for (let i = 1; i < path.length; i++) link(path[i - 1]!, path[i]!);
    }
    return back[at] ? path.reverse() : path;
  });
  const layers = orderLayers(layerOf, before, after);
  const across = placeAcross(layers, before, after, count, options);
  const along = (node: number) =>
    options.width / 2 + layerOf[node]! * (options.width + options.between);
  const point = (node: number): Point => ({ x: along(node), y: across[node]! });
  return {
    nodes: Array.from({ length: count }, (_, node) => point(node)),
    ways: arrows.map((arrow, at) => ({
      ...arrow,
      points: paths[at]!.map(point),
      back: back[at]!,
    })),
    width: layers.length === 0 ? 0 : along(layers.at(-1)![0]!) + options.width / 2,
    height: count === 0 ? 0 : Math.max(...across) + options.height / 2,
  };
}

/** Moves all to the middle of their neighbours, to and fro, and keeps what stands beside apart. */
function placeAcross(
  layers: readonly number[][],
  before: readonly number[][],
  after: readonly number[][],
  count: number,
  { height, beside }: LayoutOptions,
): number[] {
  const sizeOf = (node: number) => (node < count ? height : height * PASSING);
  const gap = (a: number, b: number) =>
    (sizeOf(a) + sizeOf(b)) / 2 + (a < count && b < count ? beside : beside / 2);
  const y = new Array<number>(before.length).fill(0);
  for (const layer of layers) {
    for (let i = 1; i < layer.length; i++) {
      y[layer[i]!] = y[layer[i - 1]!]! + gap(layer[i - 1]!, layer[i]!);
    }
    // All layers begin with a common middle.
    const middle = y[layer.at(-1)!]! / 2;
    for (const node of layer) y[node]! -= middle;
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forth = sweep % 2 === 0;
    for (const layer of forth ? layers : layers.toReversed()) {
      const wish = layer.map((node) => {
        const beside = [...(forth ? before : after)[node]!];
        // At the end both sides count, so that a split stands between what it splits into.
        if (sweep >= SWEEPS - 2) beside.push(...(forth ? after : before)[node]!);
        if (beside.length === 0) return y[node]!;
        return beside.reduce((sum, one) => sum + y[one]!, 0) / beside.length;
      });
      // Places of long arrows weigh more: those become straight.
      const weight = layer.map((node) => (node < count ? 1 : 2));
      const gaps = layer.map((node, i) => (i === 0 ? 0 : gap(layer[i - 1]!, node)));
      placeLayer(wish, weight, gaps).forEach((value, i) => (y[layer[i]!] = value));
    }
  }
  const top = Math.min(...layers.flat().map((node) => y[node]! - sizeOf(node) / 2));
  return y.map((value) => value - (Number.isFinite(top) ? top : 0));
}
