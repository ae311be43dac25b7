/**
 * The code package that a flow file was last run from. Most runs run the same code again, so that
 * executors can be started for it before the file has been read. Nothing depends on it being right.
 *
 * @module
 */

/** The folder of that code package, if it is still there. */
export async function likelyCode(store: string, file: string): Promise<string | null> {
  try {
    const folder = Deno.readTextFileSync(await noteOf(store, file));
    return folder.startsWith(`${store}/code/`) && Deno.statSync(folder).isDirectory ? folder : null;
  } catch {
    return null;
  }
}

/** Notes the code package of a run for the next. */
export async function noteLikelyCode(store: string, file: string, folder: string): Promise<void> {
  if (await likelyCode(store, file) === folder) return;
  Deno.writeTextFileSync(await noteOf(store, file), folder);
}

async function noteOf(store: string, file: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(file));
  return `${store}/tmp/likely_${new Uint8Array(hash).toHex().slice(0, 16)}`;
}
