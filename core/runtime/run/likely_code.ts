/**
 * The code package that a flow file was last run from. Most runs run the same code again, so that
 * executors can be started for it before the file has been read. Nothing depends on it being right.
 *
 * @module
 */

import { sha256Hex } from "../../../store/objects/sha256.ts";

/** The folder of that code package, if it is still there. */
export function likelyCode(store: string, file: string): string | null {
  try {
    const folder = Deno.readTextFileSync(noteOf(store, file));
    return folder.startsWith(`${store}/code/`) && Deno.statSync(folder).isDirectory ? folder : null;
  } catch {
    return null;
  }
}

/** Notes the code package of a run for the next. */
export function noteLikelyCode(store: string, file: string, folder: string): void {
  if (likelyCode(store, file) === folder) return;
  Deno.writeTextFileSync(noteOf(store, file), folder);
}

function noteOf(store: string, file: string): string {
  return `${store}/tmp/likely_${sha256Hex(new TextEncoder().encode(file)).slice(0, 16)}`;
}
