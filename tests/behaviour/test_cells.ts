import assert from "node:assert/strict";
import { cover } from "./cover.ts";
import { allCells, type Cell, groupCells } from "./matrix.ts";
import { runCells } from "./run_cells.ts";

/**
 * Makes a test of each flow of the cells of every day that are run in a way. The full matrix takes
 * long: `deno task behaviour`.
 */
export function testCells(way: string): void {
  const chosen = cover(allCells().cells).filter((cell) => cell.way.name === way);
  for (const group of groupCells(chosen)) {
    const [{ name, shape }] = group as [Cell];
    const what = group.length === 1 ? name : `${shape.name} × all that is calm × ${way}`;
    Deno.test(what, async () => {
      const failed = (await runCells(group)).filter(({ error }) => error !== null);
      const told = failed.map(({ cell, error }) =>
        `${cell.name}: ${(error as Error).message}\nalone: deno task behaviour "${cell.name}"`
      );
      assert.deepEqual(told, []);
    });
  }
}
