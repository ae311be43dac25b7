import type { LayoutNode } from "./layout.ts";

/** Passes down and up; more change little. */
const PASSES = 6;

/** Orders each layer by the middle of what its nodes are connected to, so that few lines cross. */
export function orderLayers(layers: LayoutNode[][]): void {
  const positions = new Map<LayoutNode, number>();
  const number = (layer: LayoutNode[]) => layer.forEach((node, i) => positions.set(node, i));
  layers.forEach(number);
  for (let pass = 0; pass < PASSES; pass++) {
    const down = pass % 2 === 0;
    for (const layer of down ? layers : layers.toReversed()) {
      const middles = new Map(layer.map((node) => {
        const neighbours = down ? node.up : node.down;
        if (neighbours.length === 0) return [node, positions.get(node)!];
        const sum = neighbours.reduce((total, other) => total + positions.get(other)!, 0);
        return [node, sum / neighbours.length];
      }));
      layer.sort((a, b) => middles.get(a)! - middles.get(b)!);
      number(layer);
    }
  }
}
