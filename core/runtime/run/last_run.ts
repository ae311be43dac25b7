/**
 * What a flow file was last run as. Most runs run the same code again, so that executors can be
 * started for it before the file has been read. Nothing depends on it being right.
 *
 * @module
 */

import { sha256Hex } from "../../../store/objects/sha256.ts";
import type { Graph } from "../../graph/graph.ts";

/** What is noted of a run for the next. */
export interface LastRun {
  /** The folder of its code package. */
  folder: string;
  /** Some of its tasks can run at the same time. */
  isParallel: boolean;
}

/** What the file was last run as, if its code package is still there. */
export function lastRun(store: string, file: string): LastRun | null {
  try {
    const { folder, isParallel } = JSON.parse(Deno.readTextFileSync(noteOf(store, file)));
    if (typeof folder !== "string" || !folder.startsWith(`${store}/code/`)) return null;
    return Deno.statSync(folder).isDirectory ? { folder, isParallel: isParallel === true } : null;
  } catch {
    return null;
  }
}

/** Notes a run for the next. */
export function noteRun(store: string, file: string, folder: string, graph: Graph): void {
  const isParallel = graph.steps.some(({ transition: { kind } }) =>
    kind === "foreach" || kind === "branch"
  );
  const last = lastRun(store, file);
  if (last?.folder === folder && last.isParallel === isParallel) return;
  Deno.writeTextFileSync(noteOf(store, file), JSON.stringify({ folder, isParallel }));
}

function noteOf(store: string, file: string): string {
  return `${store}/tmp/last_${sha256Hex(new TextEncoder().encode(file)).slice(0, 16)}`;
}
