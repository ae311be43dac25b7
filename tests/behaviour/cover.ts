import { isCalm } from "./behaviours/behaviour.ts";
import type { Cell } from "./matrix.ts";

/**
 * A part of the matrix for every day, always the same:
 *
 * - each calm behaviour with each shape once, the ways in rotation (those of a shape share one flow);
 * - each other behaviour in each way, with the shapes in turn, so that each shape is run in each
 *   way as well.
 */
export function cover(cells: readonly Cell[]): Cell[] {
  const shapes = [...new Set(cells.map(({ shape }) => shape))];
  const ways = [...new Set(cells.map(({ way }) => way))];
  const chosen: Cell[] = [];
  const used = new Map<string, number>();
  const choose = (more: readonly Cell[]) => {
    chosen.push(...more);
    for (const key of new Set(more.map(keyOf))) used.set(key, (used.get(key) ?? 0) + 1);
  };
  shapes.forEach((shape, at) => {
    const way = ways[at % ways.length];
    choose(cells.filter((one) => one.shape === shape && one.way === way && isCalm(one.behaviour)));
  });
  const played = cells.filter(({ behaviour }) => !isCalm(behaviour));
  // Those that few shapes have choose first.
  const groups = [...Map.groupBy(played, ({ behaviour, way }) => `${behaviour.name} × ${way.name}`)]
    .map(([, group]) => group).sort((a, b) => a.length - b.length);
  for (const group of groups) {
    const uses = (cell: Cell) => used.get(keyOf(cell)) ?? 0;
    choose([group.reduce((best, cell) => uses(cell) < uses(best) ? cell : best)]);
  }
  return chosen;
}

function keyOf({ shape, way }: Cell): string {
  return `${shape.name} × ${way.name}`;
}
