/**
 * Where steps and lines go on a plane: layers from top to bottom, in each layer an order with few
 * crossings, and places in which long chains are straight.
 *
 * @module
 */

import type { Graph, Step } from "../graph.ts";
import { type DrawnEdge, edgesOf } from "./edges.ts";
import { orderLayers } from "./order_layers.ts";
import { placeLayers } from "./place_layers.ts";
import { ranksOf } from "./ranks.ts";

export interface PlacedStep {
  step: Step;
  /** The middle of the box. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlacedEdge extends DrawnEdge {
  /** From the box it leaves to the box it reaches. */
  points: { x: number; y: number }[];
  /** It leads back up: the turn of a loop. */
  back: boolean;
}

export interface Layout {
  width: number;
  height: number;
  steps: PlacedStep[];
  edges: PlacedEdge[];
}

/** A box, or a point that a line over several layers goes through. */
export interface LayoutNode {
  step: Step | null;
  layer: number;
  width: number;
  x: number;
  up: LayoutNode[];
  down: LayoutNode[];
}

const BOX_HEIGHT = 36;
const LAYER_HEIGHT = 84;
const CHARACTER = 7.5;
const MARGIN = 24;
/** How far right of a box the line of a loop goes. */
const LOOP = 28;
/** Lines may go through so many points in all; beyond, they are drawn straight. */
const MAX_POINTS = 20_000;

/** Lays out a graph. The time is nearly in proportion to its size. */
export function layOut(graph: Graph): Layout {
  const edges = edgesOf(graph);
  const { ranks, back } = ranksOf(graph, edges);
  const nodes = new Map<string, LayoutNode>();
  const layers: LayoutNode[][] = [];
  const add = (step: Step | null, layer: number, width: number): LayoutNode => {
    const node: LayoutNode = { step, layer, width, x: 0, up: [], down: [] };
    (layers[layer] ??= []).push(node);
    return node;
  };
  for (const step of graph.steps) {
    const width = Math.max(64, [...step.name].length * CHARACTER + 28);
    nodes.set(step.name, add(step, ranks.get(step.name)!, width));
  }
  const paths = new Map<DrawnEdge, LayoutNode[]>();
  let points = 0;
  for (const edge of edges) {
    if (back.has(edge)) continue;
    const path = [nodes.get(edge.from)!];
    const target = nodes.get(edge.to)!;
    points += target.layer - path[0]!.layer;
    for (let layer = path[0]!.layer + 1; layer < target.layer && points < MAX_POINTS; layer++) {
      path.push(add(null, layer, 12));
    }
    path.push(target);
    path.slice(1).forEach((node, index) => {
      path[index]!.down.push(node);
      node.up.push(path[index]!);
    });
    paths.set(edge, path);
  }
  orderLayers(layers);
  placeLayers(layers);
  return finish(graph, edges, nodes, paths, layers);
}

function finish(
  graph: Graph,
  edges: DrawnEdge[],
  nodes: Map<string, LayoutNode>,
  paths: Map<DrawnEdge, LayoutNode[]>,
  layers: LayoutNode[][],
): Layout {
  const all = layers.flat();
  const left = all.reduce((least, { x, width }) => Math.min(least, x - width / 2), Infinity);
  const right = all.reduce((most, { x, width }) => Math.max(most, x + width / 2), 0);
  const shift = (all.length === 0 ? 0 : -left) + MARGIN;
  const placeOf = ({ x, layer }: LayoutNode) => ({
    x: round(x + shift),
    y: MARGIN + BOX_HEIGHT / 2 + layer * LAYER_HEIGHT,
  });
  const looping = edges.some((edge) => !paths.has(edge));
  return {
    width: Math.ceil(right + shift + MARGIN + (looping ? LOOP : 0)),
    height: 2 * MARGIN + BOX_HEIGHT + Math.max(0, layers.length - 1) * LAYER_HEIGHT,
    steps: graph.steps.map((step) => {
      const node = nodes.get(step.name)!;
      return { step, ...placeOf(node), width: round(node.width), height: BOX_HEIGHT };
    }),
    edges: edges.map((edge) => {
      const path = paths.get(edge);
      if (path !== undefined) {
        const points = path.map(placeOf);
        points[0]!.y += BOX_HEIGHT / 2;
        points.at(-1)!.y -= BOX_HEIGHT / 2;
        return { ...edge, points, back: false };
      }
      const [from, to] = [nodes.get(edge.from)!, nodes.get(edge.to)!];
      const [a, b] = [placeOf(from), placeOf(to)];
      const out = round(Math.max(a.x + from.width / 2, b.x + to.width / 2) + LOOP);
      const self = from === to ? 8 : 0;
      return {
        ...edge,
        back: true,
        points: [
          { x: round(a.x + from.width / 2), y: a.y + self },
          { x: out, y: round((a.y + b.y) / 2) },
          { x: round(b.x + to.width / 2), y: b.y - self },
        ],
      };
    }),
  };
}

/** To a tenth of a pixel. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
