import type { DatabaseSync } from "node:sqlite";
import { FlowError } from "../error.ts";
import { FLOW_VERSION } from "../version.ts";
import { SCHEMA_1, SCHEMA_2, SCHEMA_3 } from "./schema.ts";
import { sealMeta } from "./seals.ts";
import { rollBack } from "./statement.ts";

/**
 * What makes version N of the schema out of version N - 1, at index N - 1. Never edit an entry that
 * has been released: add the next.
 */
export const MIGRATIONS: readonly string[] = [SCHEMA_1, SCHEMA_2, SCHEMA_3];

/** The version of the schema of `db`; 0 where there is none yet. */
export function schemaVersion(db: DatabaseSync): number {
  const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get();
  if (table === undefined) return 0;
  const row = db.prepare("SELECT value FROM meta WHERE key = 'schema'").get();
  return row === undefined ? 0 : Number(row.value);
}

/**
 * Brings the schema of `db` up to what `migrations` ends with, all or nothing. Several processes
 * may try at once: the first does it.
 *
 * @throws FlowError `store-version` if a later Flow has been here; nothing is touched then.
 */
export function migrate(db: DatabaseSync, migrations: readonly string[] = MIGRATIONS): void {
  const version = schemaVersion(db);
  if (version === migrations.length) return;
  refuseLater(db, version, migrations.length);
  db.exec("BEGIN IMMEDIATE");
  try {
    const now = schemaVersion(db);
    refuseLater(db, now, migrations.length);
    for (let next = now; next < migrations.length; next++) db.exec(migrations[next]!);
    const set = db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)");
    set.run("schema", String(migrations.length));
    set.run("flow", FLOW_VERSION);
    sealMeta(db);
    db.exec("COMMIT");
  } catch (error) {
    rollBack(db);
    throw error;
  }
}

function refuseLater(db: DatabaseSync, version: number, known: number): void {
  if (version <= known) return;
  const by = db.prepare("SELECT value FROM meta WHERE key = 'flow'").get()?.value;
  throw new FlowError(
    "store-version",
    `Cannot use this store: it has schema ${version}, and Flow ${FLOW_VERSION} knows up to ${known}`,
    { hint: `Use Flow ${by ?? "of a later version"} or later. Nothing in the store was changed.` },
  );
}
