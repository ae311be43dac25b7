import assert from "node:assert/strict";
import { type CalmBehaviour, isCalm } from "./behaviours/behaviour.ts";
import { expectSuccess } from "./expect.ts";
import type { Cell } from "./matrix.ts";
import { Stage } from "./stage.ts";

/** How a cell went. */
export interface CellResult {
  cell: Cell;
  /** null where all is as it should be. */
  error: unknown;
}

/**
 * Runs cells of one shape and way. Calm ones share one flow; if that goes wrong as a whole, or one
 * of them finds something wrong, each runs alone, so that nobody is blamed for another.
 */
export async function runCells(cells: readonly Cell[]): Promise<CellResult[]> {
  const [first, second] = cells;
  if (first === undefined) return [];
  if (second === undefined) return [{ cell: first, error: await errorOf(() => runAlone(first)) }];
  const together = await errorOf(() => runTogether(cells));
  if (together === null) return cells.map((cell) => ({ cell, error: null }));
  const results: CellResult[] = [];
  for (const cell of cells) results.push(...await runCells([cell]));
  if (results.every(({ error }) => error === null)) {
    const names = cells.map(({ behaviour }) => behaviour.name).join(", ");
    const error = new Error(`only when together in one flow: ${names}`, { cause: together });
    results[0] = { cell: first, error };
  }
  return results;
}

async function runAlone(cell: Cell): Promise<void> {
  if (isCalm(cell.behaviour)) return await runTogether([cell]);
  await using stage = new Stage(cell.shape, cell.way);
  await cell.behaviour.play(stage);
}

async function runTogether(cells: readonly Cell[]): Promise<void> {
  const { shape, way } = cells[0]!;
  await using stage = new Stage(shape, way);
  const { model } = stage;
  const behaviours = cells.map(({ behaviour }) => behaviour as CalmBehaviour);
  const ended = await stage.run(behaviours.map((behaviour) => behaviour.add(model)));
  const failure = ended.events.find(({ type }) => type === "attempt_failed");
  assert.equal(ended.status, "succeeded", JSON.stringify(failure));
  const context = { model, stage, ended };
  await stage.look(ended.run, async (seen, look) => {
    expectSuccess(seen, model.tasks);
    for (const behaviour of behaviours) await behaviour.check(seen, { ...context, look });
  });
  for (const behaviour of behaviours) await behaviour.afterwards?.(context);
}

async function errorOf(act: () => Promise<void>): Promise<unknown> {
  try {
    await act();
    return null;
  } catch (error) {
    return error;
  }
}
