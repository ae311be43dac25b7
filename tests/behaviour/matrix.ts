/**
 * Every shape of graph, with every behaviour, in every way to run it. Each cell is a flow that is
 * written, run, and looked at from outside in every way there is.
 *
 * @module
 */

import { type Behaviour, isCalm } from "./behaviours/behaviour.ts";
import { BEHAVIOURS } from "./behaviours/mod.ts";
import { Model } from "./model/model.ts";
import type { Shape } from "./model/plan.ts";
import { SHAPES } from "./shapes/mod.ts";
import { WAYS } from "./ways/mod.ts";
import type { Way } from "./ways/way.ts";

/** A shape with a behaviour, run in a way. */
export interface Cell {
  /** `foreach × retry × fresh` */
  name: string;
  shape: Shape;
  behaviour: Behaviour;
  way: Way;
}

/** A cell that makes no sense. */
export interface ExcludedCell extends Cell {
  why: string;
}

/** All cells, and those that there cannot be. */
export function allCells(): { cells: Cell[]; excluded: ExcludedCell[] } {
  const cells: Cell[] = [];
  const excluded: ExcludedCell[] = [];
  for (const shape of SHAPES) {
    const model = new Model(shape);
    for (const behaviour of BEHAVIOURS) {
      const unfit = behaviour.unfit?.(model) ?? null;
      for (const way of WAYS) {
        const name = `${shape.name} × ${behaviour.name} × ${way.name}`;
        const cell = { name, shape, behaviour, way };
        const why = unfit ?? (isCalm(behaviour) ? null : behaviour.unfitWay?.(way)) ?? null;
        if (why === null) cells.push(cell);
        else excluded.push({ ...cell, why });
      }
    }
  }
  return { cells, excluded };
}

/** Cells that can be run together: of one shape and way, and all calm; or one alone. */
export function groupCells(cells: readonly Cell[]): Cell[][] {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const { name, shape, behaviour, way } = cell;
    const key = isCalm(behaviour) ? `${shape.name} × ${way.name}` : name;
    const group = groups.get(key) ?? [];
    groups.set(key, [...group, cell]);
  }
  return [...groups.values()];
}
