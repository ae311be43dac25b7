import { joinPath } from "../graph/source/path.ts";

/** More analyses than a user has flows, so that only those of files long gone are dropped. */
const MAX_ENTRIES = 500;

/** Drops the oldest entries of the cache when there are many. */
export function pruneCache(folder: string): void {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
  if (names.length <= MAX_ENTRIES) return;
  const entries = names.map((name) => {
    const path = joinPath(folder, name);
    return { path, time: Deno.statSync(path).mtime?.getTime() ?? 0 };
  });
  entries.sort((a, b) => a.time - b.time);
  for (const { path } of entries.slice(0, MAX_ENTRIES / 2)) Deno.removeSync(path);
}
