import { DatabaseSync } from "node:sqlite";
import { FlowError } from "../error.ts";
import { lockShared } from "../lock.ts";
import { exists, fileUrl, parentPath } from "../path.ts";
import { createDatabase, DIGEST_ALGORITHMS, type DigestAlgorithm } from "./create.ts";
import { migrate, schemaVersion } from "./migrate.ts";
import { SCHEMA_VERSION } from "./schema.ts";
import { damagedStore, explainSqlite, readonlyStore, sqliteCode } from "./sqlite_error.ts";

/** How {@linkcode openDatabase} opens. */
export interface OpenOptions {
  /**
   * Only reads: works in a folder that cannot be written, and any write fails.
   *
   * @default {false}
   */
  readonly?: boolean;
  /**
   * Makes the store if there is none, and says that this process will add objects (see
   * `store/lock.ts`): for whoever runs flows.
   *
   * @default {false}
   */
  create?: boolean;
}

/** Milliseconds that a writer waits for its turn. */
const BUSY_TIMEOUT = 10_000;

/** The database of a store. Closing it also gives back what {@linkcode openDatabase} locked. */
class StoreDatabase extends DatabaseSync {
  lock: Deno.FsFile | null = null;

  override close(): void {
    super.close();
    this.lock?.close();
    this.lock = null;
  }
}

/**
 * Opens the database of the store in folder `dir`, migrated to this version's schema.
 *
 * @throws FlowError `no-store` where there is none (and `create` is not given), `store-version`,
 * `store-damaged`, `store-readonly`, `store-unreadable`.
 */
export function openDatabase(dir: string, options: OpenOptions = {}): DatabaseSync {
  const path = `${dir}/flow.db`;
  if (!exists(path)) {
    if (!options.create) throw noStore(dir);
    createDatabase(dir);
  }
  try {
    return options.readonly
      ? openReader(dir, path)
      : openWriter(dir, path, options.create === true);
  } catch (error) {
    throw explainSqlite(error, dir);
  }
}

/** The algorithm that names the objects of this store. */
export function digestAlgorithm(db: DatabaseSync): DigestAlgorithm {
  const row = db.prepare("SELECT value FROM meta WHERE key = 'digest'").get();
  const known = DIGEST_ALGORITHMS.find((algorithm) => algorithm === row?.value);
  if (known !== undefined) return known;
  throw damagedStore(
    parentPath(db.location() ?? ""),
    new Error("it does not say what it is hashed by"),
  );
}

function openWriter(dir: string, path: string, adds: boolean): StoreDatabase {
  const db = new StoreDatabase(path, { timeout: BUSY_TIMEOUT });
  try {
    db.exec(`
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = 4000;
      PRAGMA cache_size = -16000;
      PRAGMA journal_size_limit = 67108864;
    `);
    if (schemaVersion(db) === 0) throw damagedStore(dir, new Error("it has no tables of Flow"));
    migrate(db);
    // SQLite opens a file that it may only read without a word.
    db.exec("BEGIN IMMEDIATE; ROLLBACK");
    if (adds) db.lock = lockShared(dir);
    return db;
  } catch (error) {
    db.close();
    throw error instanceof Deno.errors.PermissionDenied ? readonlyStore(dir, error) : error;
  }
}

function openReader(dir: string, path: string): DatabaseSync {
  const db = openToRead(path);
  try {
    db.exec("PRAGMA query_only = 1; PRAGMA cache_size = -16000");
    const version = schemaVersion(db);
    if (version === 0) throw damagedStore(dir, new Error("it has no tables of Flow"));
    if (version > SCHEMA_VERSION) migrate(db);
    // A reader cannot migrate; a writer of an earlier version's store can.
    if (version < SCHEMA_VERSION) openWriter(dir, path, false).close();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * In WAL mode even a reader writes (the index of the log). Where it cannot, and no log is left
 * behind that would have to be read, the file is taken as one that nobody changes.
 */
function openToRead(path: string): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT });
    db.prepare("SELECT 1 FROM sqlite_schema").get();
    return db;
  } catch (error) {
    db?.close();
    const code = sqliteCode(error);
    if ((code !== 14 && code !== 8) || hasLog(path)) throw error;
    const url = fileUrl(path);
    url.searchParams.set("immutable", "1");
    return new DatabaseSync(url, { readOnly: true });
  }
}

function hasLog(path: string): boolean {
  try {
    return Deno.statSync(`${path}-wal`).size > 0;
  } catch {
    return false;
  }
}

function noStore(dir: string): FlowError {
  return new FlowError("no-store", `There is no store at "${dir}"`, {
    hint: "A store is made by the first `flow run` next to the flow. Name one with --store or " +
      "FLOW_STORE, or go to a folder in or below the one that holds `.flow`.",
  });
}
