const SWEEPS = 12;

/**
 * The nodes of each layer, in an order in which few arrows cross: each layer in turn is sorted by
 * where its neighbours stand, to and fro, and the best of all orders is taken.
 *
 * @param layerOf The layer of each node.
 * @param before Neighbours in the layer before, of each node.
 * @param after Neighbours in the layer behind.
 */
export function orderLayers(
  layerOf: readonly number[],
  before: readonly number[][],
  after: readonly number[][],
): number[][] {
  const layers: number[][] = [];
  layerOf.forEach((layer, node) => (layers[layer] ??= []).push(node));
  const position = new Float64Array(layerOf.length);
  const settle = (layer: number[]) => layer.forEach((node, at) => (position[node] = at));
  layers.forEach(settle);
  let best = layers.map((layer) => [...layer]);
  let fewest = crossings(layers, after, position);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const forth = sweep % 2 === 0;
    const neighbours = forth ? before : after;
    for (const layer of forth ? layers : layers.toReversed()) {
      const middle = new Map(layer.map((node) => {
        const near = neighbours[node]!;
        const sum = near.reduce((total, one) => total + position[one]!, 0);
        return [node, near.length === 0 ? position[node]! : sum / near.length];
      }));
      layer.sort((a, b) => middle.get(a)! - middle.get(b)! || position[a]! - position[b]!);
      settle(layer);
    }
    const found = crossings(layers, after, position);
    if (found < fewest) {
      fewest = found;
      best = layers.map((layer) => [...layer]);
    }
  }
  return best;
}

/** How often arrows cross between neighbouring layers, by counting inversions. */
function crossings(
  layers: readonly number[][],
  after: readonly number[][],
  position: Float64Array,
): number {
  let total = 0;
  layers.forEach((layer, at) => {
    const next = layers[at + 1];
    if (next === undefined) return;
    const ends = layer.flatMap((node) =>
      after[node]!.map((to) => position[to]!).sort((a, b) => a - b)
    );
    // A Fenwick tree: how many arrows so far end at or before a place.
    const tree = new Uint32Array(next.length + 1);
    ends.forEach((end, seen) => {
      let notAfter = 0;
      for (let i = end + 1; i > 0; i -= i & -i) notAfter += tree[i]!;
      total += seen - notAfter;
      for (let i = end + 1; i <= next.length; i += i & -i) tree[i]!++;
    });
  });
  return total;
}
