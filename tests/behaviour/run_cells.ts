import assert from "node:assert/strict";
import { type CalmBehaviour, isCalm } from "./behaviours/behaviour.ts";
import { expectSuccess } from "./expect.ts";
import type { Cell } from "./matrix.ts";
import { Stage, told } from "./stage.ts";

/** How a cell went. */
export interface CellResult {
  cell: Cell;
  /** null where all is as it should be. */
  error: unknown;
}

/**
 * Runs cells of one shape and way. Calm ones share one flow, and each is checked by itself. Where
 * the flow as a whole goes wrong, each runs alone: nobody is blamed for another.
 */
export async function runCells(cells: readonly Cell[]): Promise<CellResult[]> {
  if (cells.length === 1) return [{ cell: cells[0]!, error: await errorAlone(cells[0]!) }];
  const errors = new Map<Cell, unknown>();
  const whole = await errorOf(() => runTogether(cells, errors));
  const results: CellResult[] = [];
  for (const cell of cells) {
    const together = whole ?? errors.get(cell) ?? null;
    const alone = together === null ? null : await errorAlone(cell);
    results.push({
      cell,
      error: alone ?? (errors.has(cell) ? onlyTogether(cells, together) : null),
    });
  }
  if (whole !== null && results.every(({ error }) => error === null)) {
    results[0]!.error = onlyTogether(cells, whole);
  }
  return results;
}

function onlyTogether(cells: readonly Cell[], cause: unknown): Error {
  const names = cells.map(({ behaviour }) => behaviour.name).join(", ");
  return new Error(`only when these share one flow: ${names}`, { cause });
}

async function errorAlone(cell: Cell): Promise<unknown> {
  const { behaviour, shape, way } = cell;
  const errors = new Map<Cell, unknown>();
  const error = await errorOf(async () => {
    if (isCalm(behaviour)) return await runTogether([cell], errors);
    await using stage = new Stage(shape, way);
    await behaviour.play(stage);
  });
  return error ?? errors.get(cell) ?? null;
}

/** @param errors Takes what the check of a cell has found. */
async function runTogether(cells: readonly Cell[], errors: Map<Cell, unknown>): Promise<void> {
  const { shape, way } = cells[0]!;
  await using stage = new Stage(shape, way);
  const { model } = stage;
  const parts = cells.map((cell) => ({ cell, behaviour: cell.behaviour as CalmBehaviour }));
  const ended = await stage.run(parts.map(({ behaviour }) => behaviour.add(model)));
  const failure = ended.events.find(({ type }) => type === "attempt_failed");
  assert.equal(ended.status, "succeeded", JSON.stringify(failure));
  const context = { model, stage, ended };
  const note = async (cell: Cell, act: () => void | Promise<void>) => {
    const error = errors.has(cell) ? null : await errorOf(act);
    if (error !== null) errors.set(cell, error);
  };
  await stage.look(ended.run, async (seen, look) => {
    expectSuccess(seen, model.tasks);
    for (const { cell, behaviour } of parts) {
      await note(cell, () => told(look, () => behaviour.check(seen, { ...context, look })));
    }
  });
  for (const { cell, behaviour } of parts) {
    await note(cell, () => behaviour.afterwards?.(context));
  }
}

async function errorOf(act: () => void | Promise<void>): Promise<unknown> {
  try {
    await act();
    return null;
  } catch (error) {
    return error;
  }
}
