import type { DatabaseSync } from "node:sqlite";
import { statement } from "./statement.ts";

/** A row that names bytes. */
export interface Use {
  run: string;
  /** The task that set it, or split; 0 for parameters and constants. */
  task: number;
  step: string | null;
  /** The artifact; null for an item of a foreach. */
  name: string | null;
  position: number | null;
  kind: string;
  size: number;
}

/** Where to go on looking: the next run, and how many of its uses have been told. */
export interface UsePlace {
  run: number;
  told: number;
}

/** Milliseconds after which a look through runs is broken off. */
const ENOUGH = 30;

/**
 * Who names these bytes, the newest runs first. There is no index of digests, which would make every
 * task slower: runs are looked through, for a while, and then the caller may ask to go on.
 */
export function usesOf(
  db: DatabaseSync,
  digest: string,
  from: UsePlace | null,
  limit: number,
): { uses: Use[]; next: UsePlace | null } {
  const until = performance.now() + ENOUGH;
  const run = statement(
    db,
    `SELECT id, flow || '/' || number AS path FROM runs WHERE id <= ? ORDER BY id DESC LIMIT 1`,
  );
  const inRun = statement(
    db,
    `SELECT task, name, NULL AS position, kind, size FROM artifacts WHERE run = ?1 AND digest = ?2
    UNION ALL SELECT task, NULL, position, kind, size FROM items WHERE run = ?1 AND digest = ?2
    LIMIT ?3 OFFSET ?4`,
  );
  const step = statement(db, "SELECT step FROM tasks WHERE run = ? AND number = ?");
  const uses: Use[] = [];
  let told = from?.told ?? 0;
  let found = run.get(from?.run ?? Number.MAX_SAFE_INTEGER);
  for (; found !== undefined; found = run.get(found.id as number - 1), told = 0) {
    const id = found.id as number;
    if (performance.now() > until) return { uses, next: { run: id, told } };
    // One more tells whether the run has others.
    const rows = inRun.all(id, digest, limit - uses.length + 1, told);
    for (const row of rows) {
      if (uses.length === limit) return { uses, next: { run: id, told } };
      told++;
      uses.push({
        ...(row as unknown as Omit<Use, "run" | "step">),
        run: found.path as string,
        step: (step.get(id, row.task!)?.step ?? null) as string | null,
      });
    }
  }
  return { uses, next: null };
}
