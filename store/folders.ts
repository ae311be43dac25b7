import { parentPath } from "./path.ts";

/** Makes the names in a folder durable: that of a file that was made or moved there, say. */
export function syncFolder(path: string): void {
  // Windows has no such thing: it refuses to open a folder.
  if (Deno.build.os === "windows") return;
  using folder = Deno.openSync(path);
  folder.syncSync();
}

/** Makes a folder and those above it that are missing, so that they outlast a loss of power. */
export function makeFolder(path: string): void {
  const parent = parentPath(path);
  try {
    Deno.mkdirSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return;
    if (!(error instanceof Deno.errors.NotFound) || parent === path) throw error;
    makeFolder(parent);
    return makeFolder(path);
  }
  syncFolder(parent);
}
