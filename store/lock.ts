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
 * Holds off those who begin to add objects, until the result is closed.
 *
 * @returns The held lock, or null when somebody adds objects now, or there are no locks.
 */
export function lockAlone(dir: string): Deno.FsFile | null {
  const lock = tryLock(`${dir}/lock`);
  return lock === "unknown" ? null : lock;
}

/**
 * Holds off other upkeep, until the result is closed.
 *
 * @returns The held lock, null when there is other upkeep now. Where there are no locks, whoever asks
 * gets it.
 */
export function lockUpkeep(dir: string): Disposable | null {
  const lock = tryLock(`${dir}/upkeep.lock`);
  return lock === "unknown" ? { [Symbol.dispose]: () => {} } : lock;
}

function tryLock(path: string): Deno.FsFile | null | "unknown" {
  const file = Deno.openSync(path, { create: true, write: true });
  let held: boolean;
  try {
    held = file.tryLockSync(true);
  } catch {
    file.close();
    return "unknown";
  }
  if (held) return file;
  file.close();
  return null;
}
