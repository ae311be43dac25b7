import type { Graph, Step } from "../../../../core/graph/graph.ts";
import { type Layout, layout, type Point } from "./layout/layout.ts";

/** Pixels of a step's box. */
export const BOX = { width: 176, height: 56 };
const BETWEEN = { across: 64, down: 44 };
const BESIDE = 22;
/** How deep an arrow that leads back hangs below the boxes. */
const DEPTH = 44;
/** How far the sheets behind a box of many tasks stand out. */
const SHEETS = 6;
/** How far below such an arrow its word stands. */
const LABEL = 16;

/** An arrow between two steps. */
export interface Edge {
  from: string;
  to: string;
  kind: "linear" | "branch" | "foreach" | "switch";
  /** The case of a switch. */
  label: string;
}

/** A graph, ready to be drawn. */
export interface Picture {
  steps: { step: Step; middle: Point }[];
  edges: { edge: Edge; path: string; label: Point }[];
  width: number;
  height: number;
}

/** The arrows of a graph, in the order of its source. */
export function edgesOf(graph: Graph): Edge[] {
  const names = new Set(graph.steps.map(({ name }) => name));
  return graph.steps.flatMap(({ name, transition }): Edge[] => {
    const edge = (to: string, kind: Edge["kind"], label = "") => ({ from: name, to, kind, label });
    switch (transition.kind) {
      case "linear":
        return [edge(transition.target, "linear")];
      case "branch":
        return transition.targets.map((to) => edge(to, "branch"));
      case "foreach":
        return [edge(transition.target, "foreach")];
      case "switch":
        return [...Map.groupBy(transition.cases, ({ target }) => target)].map(([to, cases]) =>
          edge(to, "switch", cases.map(({ key }) => key).join(", "))
        );
      default:
        return [];
    }
  }).filter(({ to }) => names.has(to));
}

/** Places a graph: from left to right, or from top to bottom where there is little width. */
export function drawGraph(graph: Graph, isNarrow: boolean): Picture {
  const edges = edgesOf(graph);
  const index = new Map(graph.steps.map(({ name }, at) => [name, at]));
  const arrows = edges.map(({ from, to }) => ({ from: index.get(from)!, to: index.get(to)! }));
  const placed = layout(graph.steps.length, arrows, {
    width: isNarrow ? BOX.height : BOX.width,
    height: isNarrow ? BOX.width : BOX.height,
    between: isNarrow ? BETWEEN.down : BETWEEN.across,
    beside: BESIDE,
  });
  const turn = ({ x, y }: Point): Point => (isNarrow ? { x: y, y: x } : { x, y });
  const hasLoop = placed.ways.some(({ back }) => back);
  return {
    steps: graph.steps.map((step, at) => ({ step, middle: turn(placed.nodes[at]!) })),
    edges: placed.ways.map((way, at) => ({ edge: edges[at]!, ...drawWay(way, isNarrow) })),
    width: isNarrow ? placed.height + (hasLoop ? DEPTH + LABEL : 0) : placed.width,
    height: isNarrow ? placed.width : placed.height + (hasLoop ? DEPTH + LABEL : 0),
  };
}

/** A smooth line: curved between layers, straight where it passes one. */
function drawWay(
  { points, back }: Layout["ways"][number],
  isNarrow: boolean,
): { path: string; label: Point } {
  const turn = ({ x, y }: Point) => (isNarrow ? { x: y, y: x } : { x, y });
  const text = (point: Point) => {
    const { x, y } = turn(point);
    return `${round(x)} ${round(y)}`;
  };
  const [along, across] = isNarrow ? [BOX.height, BOX.width] : [BOX.width, BOX.height];
  if (back) return drawBack(points, across, text, turn);
  let path = "";
  for (let i = 1; i < points.length; i++) {
    const from = { x: points[i - 1]!.x + along / 2, y: points[i - 1]!.y };
    const to = { x: points[i]!.x - along / 2, y: points[i]!.y };
    const middle = (from.x + to.x) / 2;
    path += `${i === 1 ? "M" : "L"}${text(from)}C${text({ x: middle, y: from.y })} ` +
      `${text({ x: middle, y: to.y })} ${text(to)}`;
  }
  const [first, second] = [points[0]!, points[1]!];
  return {
    path,
    label: turn({
      x: (first.x + second.x) / 2 + (points.length > 2 ? 0 : 4),
      y: (first.y + second.y) / 2,
    }),
  };
}

/** Leaves a box below, and comes back to one from below. */
function drawBack(
  points: readonly Point[],
  across: number,
  text: (point: Point) => string,
  turn: (point: Point) => Point,
): { path: string; label: Point } {
  const from = { x: points[0]!.x - 12, y: points[0]!.y + across / 2 + SHEETS };
  const to = { x: points.at(-1)!.x + 12, y: points.at(-1)!.y + across / 2 + SHEETS };
  const isSelf = points.length === 1 ||
    points[0]!.x === points.at(-1)!.x && points[0]!.y === points.at(-1)!.y;
  if (isSelf) from.x += 36;
  if (isSelf) to.x -= 36;
  const low = Math.max(...points.slice(1, -1).map(({ y }) => y), from.y, to.y) + DEPTH * 0.9;
  return {
    path: `M${text(from)}C${text({ x: from.x, y: low })} ${text({ x: to.x, y: low })} ${text(to)}`,
    label: turn({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 8 + low * 0.75 + LABEL }),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
