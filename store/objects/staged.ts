/**
 * The way of a large object into the store: a process writes it into a staging folder, and whoever
 * holds the database takes it over.
 *
 * @module
 */

import { makeFolder, syncFolder } from "../folders.ts";
import { parentPath } from "../path.ts";
import { objectPath, RAW, ZSTD } from "./layout.ts";
import { explainFile } from "./object_errors.ts";
import { ObjectFile, type ObjectFileInfo } from "./object_file.ts";
import { FlowError } from "../error.ts";
import type { Staged } from "./staged_writer.ts";

export { stageBytes, StagedWriter } from "./staged_writer.ts";
export type { Staged } from "./staged_writer.ts";

/**
 * What there is of an object's file, or null where there is none or it is not as long as it should
 * be. It does not read the content, so it is quick.
 */
export function inspectObject(dir: string, digest: string, size: number): ObjectFileInfo | null {
  try {
    using file = ObjectFile.open(dir, digest);
    return file.info.size === size ? file.info : null;
  } catch (error) {
    if (error instanceof FlowError && error.code.startsWith("object-")) return null;
    throw error;
  }
}

/**
 * Moves the file of an object to its final place and makes the move durable. Where the object's file
 * is there already, the staged one is removed.
 *
 * Call it inside the write transaction that adds the object's row and what refers to it: `gc` removes
 * rows and files inside one as well, so that neither sees half of the other's work.
 *
 * @param dir The store's folder.
 * @returns Whether the file was moved.
 * @throws {FlowError} `disk-full`, `store-readonly`, `store-io`.
 */
export function adoptStaged(dir: string, staged: Staged): boolean {
  const { digest, size, coding, path } = staged;
  const final = objectPath(dir, digest, coding);
  try {
    if (inspectObject(dir, digest, size) !== null) {
      Deno.removeSync(path);
      return false;
    }
    const folder = parentPath(final);
    try {
      Deno.renameSync(path, final);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      makeFolder(folder);
      Deno.renameSync(path, final);
    }
    // A rename is only durable once the folder is.
    syncFolder(folder);
    // A damaged file of the other coding would be found first.
    removeFile(objectPath(dir, digest, coding === RAW ? ZSTD : RAW));
    return true;
  } catch (error) {
    throw explainFile(error, "write", final);
  }
}

/** Removes an object's file, whichever coding it has. For `gc`, inside its transaction. */
export function removeObjectFile(dir: string, digest: string): void {
  removeFile(objectPath(dir, digest, RAW));
  removeFile(objectPath(dir, digest, ZSTD));
}

function removeFile(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw explainFile(error, "remove", path);
  }
}
