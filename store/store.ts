import type { DatabaseSync } from "node:sqlite";
import { openDatabase, type OpenOptions } from "./metadata/database.ts";
import { explainSqlite } from "./metadata/sqlite_error.ts";
import { ObjectStore } from "./objects/object_store.ts";

/** An open store. */
export interface Store extends Disposable {
  /** Its folder. */
  readonly dir: string;
  readonly db: DatabaseSync;
  readonly objects: ObjectStore;
}

/**
 * Opens the store in folder `dir`, ready to hash without waiting.
 *
 * @throws FlowError As {@linkcode openDatabase}.
 */
export async function openStore(dir: string, options: OpenOptions = {}): Promise<Store> {
  const db = openDatabase(dir, options);
  try {
    const objects = new ObjectStore(dir, db);
    await objects.load();
    return { dir, db, objects, [Symbol.dispose]: () => db.close() };
  } catch (error) {
    db.close();
    throw explainSqlite(error, dir);
  }
}
