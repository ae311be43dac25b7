import type { DatabaseSync } from "node:sqlite";
import { transact } from "../../metadata/statement.ts";
import { fileSize, type FoundFile, namesIn, objectFiles } from "../files.ts";
import { type Leftover, leftovers } from "../leftovers.ts";

/** Files that were removed, or would be. */
export interface SweptFiles {
  files: number;
  bytes: number;
}

/** Where there was nothing to be done. */
export const NOTHING: SweptFiles = { files: 0, bytes: 0 };

/** Removes files among the objects that the database knows nothing of. */
export function sweepStrays(db: DatabaseSync, dir: string, dryRun: boolean): SweptFiles {
  const swept = { files: 0, bytes: 0 };
  const isStray = strayCheck(db);
  for (const file of objectFiles(dir)) {
    if (!isStray(file)) continue;
    // Files come into place in the transaction that adds their row: in one, both are seen or none.
    const remove = () => {
      if (!isStray(file)) return;
      erase(file.path, dryRun);
      swept.files++;
      swept.bytes += file.bytes;
    };
    if (dryRun) remove();
    else transact(db, remove);
  }
  return swept;
}

/** Tells files that no row of the database stands for. */
export function strayCheck(db: DatabaseSync): (file: FoundFile) => boolean {
  const row = db.prepare("SELECT 1 FROM objects WHERE digest = ? AND data IS NULL");
  return ({ digest }) => digest === null || row.get(digest) === undefined;
}

/** Removes what dead processes left. */
export function sweepLeftovers(
  dir: string,
  alone: boolean,
  dryRun: boolean,
  now: number,
): SweptFiles {
  return removeAll(leftovers(dir, alone, now), dryRun);
}

/**
 * Removes laid out code packages of which there is no run. They are laid out again when needed, so
 * this only has to meet no run that begins.
 */
export function sweepCode(db: DatabaseSync, dir: string, dryRun: boolean): SweptFiles {
  const used = new Set(
    db.prepare("SELECT DISTINCT code FROM runs WHERE id NOT IN (SELECT run FROM doomed)").all()
      .map(({ code }) => (code as string).replace(/^.*:/, "").slice(0, 32)),
  );
  const unused = namesIn(`${dir}/code`).filter((name) => !used.has(name))
    .map((name) => `${dir}/code/${name}`);
  return removeAll(unused.map((path) => ({ path, bytes: fileSize(path) })), dryRun);
}

function removeAll(found: Leftover[], dryRun: boolean): SweptFiles {
  for (const { path } of found) erase(path, dryRun);
  return { files: found.length, bytes: found.reduce((sum, { bytes }) => sum + bytes, 0) };
}

function erase(path: string, dryRun: boolean): void {
  if (dryRun) return;
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
