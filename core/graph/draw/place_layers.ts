import type { LayoutNode } from "./layout.ts";

/** Passes by one side alone bring the drawing into shape, passes by both straighten it. */
const ROUGH_PASSES = 6;
const FINE_PASSES = 6;
const GAP = 28;
/** How much more a line counts between nodes that have only each other: chains are straight. */
const CHAIN = 50;

/**
 * Gives each node its place from left to right. Each pass moves the nodes of a layer to the middle
 * of what they are connected to, as far as the order and the gaps allow.
 */
export function placeLayers(layers: LayoutNode[][]): void {
  for (const layer of layers) settle(layer, layer.map(() => 0));
  for (let pass = 0; pass < ROUGH_PASSES + FINE_PASSES; pass++) {
    const down = pass % 2 === 0;
    const fine = pass >= ROUGH_PASSES;
    for (const layer of down ? layers : layers.toReversed()) {
      const wishes = layer.map((node) => {
        return wishOf(fine || down ? node.up : [], fine || !down ? node.down : [], node);
      });
      settle(layer, wishes);
    }
  }
}

/** The middle of the neighbours above and below, or where the node is. */
function wishOf(up: readonly LayoutNode[], down: readonly LayoutNode[], node: LayoutNode): number {
  let sum = 0;
  let weights = 0;
  for (const other of up) {
    const weight = other.down.length === 1 && node.up.length === 1 ? CHAIN : 1;
    sum += other.x * weight;
    weights += weight;
  }
  for (const other of down) {
    const weight = node.down.length === 1 && other.up.length === 1 ? CHAIN : 1;
    sum += other.x * weight;
    weights += weight;
  }
  return weights === 0 ? node.x : sum / weights;
}

/** Nodes that touch move as one. */
interface Block {
  nodes: LayoutNode[];
  /** Of what the nodes wish for the place of the block's first node. */
  sum: number;
  count: number;
}

/**
 * Places a layer as near to the wished places as can be (in squares) without overlap: neighbours
 * whose wishes overlap become a block that moves to the mean of its wishes.
 */
function settle(layer: readonly LayoutNode[], wishes: readonly number[]): void {
  // Offsets take out the widths and gaps: what is left must not decrease.
  const offsets: number[] = [];
  layer.forEach((node, i) => {
    const before = layer[i - 1];
    offsets.push(
      before === undefined ? 0 : offsets[i - 1]! + (before.width + node.width) / 2 + GAP,
    );
  });
  const blocks: Block[] = [];
  layer.forEach((node, i) => {
    let block: Block = { nodes: [node], sum: wishes[i]! - offsets[i]!, count: 1 };
    for (let last = blocks.at(-1); last && mean(last) > mean(block); last = blocks.at(-1)) {
      blocks.pop();
      const [longer, shorter] = [last, block];
      for (const one of shorter.nodes) longer.nodes.push(one);
      block = {
        nodes: longer.nodes,
        sum: last.sum + shorter.sum,
        count: last.count + shorter.count,
      };
    }
    blocks.push(block);
  });
  let index = 0;
  for (const block of blocks) {
    for (const node of block.nodes) node.x = mean(block) + offsets[index++]!;
  }
}

function mean({ sum, count }: Block): number {
  return sum / count;
}
