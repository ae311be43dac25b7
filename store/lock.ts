/**
 * Who is adding objects to a store. An object is written before the row that needs it, so for a
 * moment nothing refers to it; `gc` must be able to tell such an object from one that is no longer
 * needed. Each process that adds objects holds a shared lock on `lock` in the store's folder for as
 * long as it may: if nobody holds it, there is no such object. The system drops the lock when the
 * process ends, however it ends.
 *
 * @module
 */

/**
 * Says that this process adds objects, until the result is closed.
 *
 * @returns The held lock, or null on a file system that has no locks: `gc` is careful there anyway.
 */
export function lockShared(dir: string): Deno.FsFile | null {
  const file = Deno.openSync(`${dir}/lock`, { create: true, write: true });
  try {
    file.lockSync(false);
    return file;
  } catch {
    file.close();
    return null;
  }
}

/**
 * Locks file `name` in the store's folder for this caller alone.
 *
 * @param name `lock`, to learn that nobody adds objects; `upkeep.lock`, for upkeep to be alone.
 * @returns The held lock, or null when somebody else holds it or there are no locks.
 */
export function lockAlone(dir: string, name: "lock" | "upkeep.lock"): Deno.FsFile | null {
  const file = Deno.openSync(`${dir}/${name}`, { create: true, write: true });
  let held = false;
  try {
    held = file.tryLockSync(true);
  } catch {
    // No locks on this file system.
  }
  if (held) return file;
  file.close();
  return null;
}
