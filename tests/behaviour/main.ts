/**
 * `deno task behaviour [WORD…]` runs the behaviour matrix, or the cells whose names have all of the
 * words; a whole name means that cell alone.
 *
 * - `--list` prints the cells, and of those that there are not, why.
 * - `--jobs N`: so many flows at a time, else one for each core.
 * - `--alone`: no two cells share a flow.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { allCells, type Cell, groupCells } from "./matrix.ts";
import { type CellResult, runCells } from "./run_cells.ts";

const { values, positionals } = parseArgs({
  options: {
    list: { type: "boolean", default: false },
    jobs: { type: "string", default: String(navigator.hardwareConcurrency) },
    alone: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const { cells, excluded } = allCells();
/** Words that are the name of a cell mean that one, though others may have it in theirs. */
const exact = new Set([...cells, ...excluded].map(({ name }) => name));
const chosen = cells.filter(isWanted);
const left = excluded.filter(isWanted);

if (values.list) list();
else Deno.exitCode = await runAll();

function isWanted({ name }: { name: string }): boolean {
  return positionals.every((word) => exact.has(word) ? name === word : name.includes(word));
}

function list() {
  for (const { name } of chosen) console.log(name);
  console.log(`\n${chosen.length} cells. There are none of these:\n`);
  // What holds for a shape and a behaviour holds for each way.
  const reasons = Map.groupBy(
    left,
    ({ shape, behaviour, why }) => `${shape.name} × ${behaviour.name}: ${why}`,
  );
  const ofWays = new Set<string>();
  for (const [reason, same] of reasons) {
    if (same.length > 1) console.log(reason);
    for (const { behaviour, way, why } of same.length > 1 ? [] : same) {
      ofWays.add(`any shape × ${behaviour.name} × ${way.name}: ${why}`);
    }
  }
  for (const reason of ofWays) console.log(reason);
}

async function runAll(): Promise<number> {
  const groups = values.alone ? chosen.map((cell) => [cell]) : groupCells(chosen);
  const results: CellResult[] = [];
  const begun = performance.now();
  const queue = groups.values();
  const work = async () => {
    for (const group of queue) {
      results.push(...await runCells(group));
      progress(results, chosen, group);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Number(values.jobs)) }, work));
  const failed = results.filter(({ error }) => error !== null);
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  console.log(
    `\n${results.length - failed.length} of ${results.length} cells are right, ${seconds} s`,
  );
  for (const { cell, error } of failed) {
    console.log(`\n✗ ${cell.name}`);
    console.log(Deno.inspect(error, { depth: 6 }).replaceAll(/^/gm, "    "));
    console.log(`  alone: deno task behaviour ${JSON.stringify(cell.name)}`);
  }
  if (failed.length > 0) {
    console.log(`\nWrong:\n${failed.map(({ cell }) => `  ${cell.name}`).join("\n")}`);
  }
  return failed.length > 0 || results.length === 0 ? 1 : 0;
}

function progress(results: readonly CellResult[], all: readonly Cell[], group: readonly Cell[]) {
  const wrong = results.filter(({ error }) => error !== null).length;
  const [first, ...more] = group;
  const name = more.length === 0 ? first!.name : `${first!.name} and ${more.length} more`;
  console.log(`${results.length}/${all.length}, ${wrong} wrong: ${name}`);
}
