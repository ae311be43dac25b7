/**
 * The file that holds an exported run: a SQLite database.
 *
 * It has the tables of a store of the same schema version (`store/metadata/schema.ts`) with the rows
 * of one run, and one table more: `pieces`, the bytes of the objects that the run needs. An object is
 * the concatenation of its pieces by position, each of up to 1 MiB and, with `coding` 1, compressed
 * as one zstd frame. In `objects`, `data` is NULL and `coding` 0 throughout. Attempts and logs of
 * tasks that the run took over stand under the run itself. `meta` holds `archive` (the version of this
 * format), `schema`, `flow` (the version of Flow), `digest` (the algorithm that names objects) and,
 * for each origin run, `origin:ID` as JSON `{ flow, number, created, host, pid }`.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { FlowError } from "../../error.ts";
import { explainPath } from "../../given_path.ts";
import { migrate, MIGRATIONS, schemaVersion } from "../../metadata/migrate.ts";
import { SCHEMA_VERSION } from "../../metadata/schema.ts";
import { sqliteCode } from "../../metadata/sqlite_error.ts";

/** The version of the format. */
const VERSION = "1";

/** `FLOW`, in the header of the file. */
const APPLICATION_ID = 0x464c4f57;

const PIECES = `
CREATE TABLE pieces (
  digest TEXT NOT NULL,
  position INTEGER NOT NULL,
  coding INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (digest, position)
) STRICT`;

/** Tables of what belongs to a run, in the order in which they are written. */
export const RUN_TABLES = [
  "tasks",
  "join_parents",
  "attempts",
  "artifacts",
  "items",
  "logs",
  "cards",
] as const;

/** Opens and closes a file: SQLite would not say what is wrong with its path. */
function touch(path: string, options: Deno.OpenOptions): void {
  try {
    Deno.openSync(path, options).close();
  } catch (error) {
    throw explainPath(error, options.read ? "read" : "write", path);
  }
}

/** Makes an empty archive at `path`, where there is nothing yet. */
export function createArchive(path: string): DatabaseSync {
  touch(path, { write: true, createNew: true });
  const archive = new DatabaseSync(path);
  // The file is synced and renamed when it is complete; before, nobody looks at it.
  archive.exec(`
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA application_id = ${APPLICATION_ID}`);
  layOut(archive);
  archive.prepare("INSERT INTO meta (key, value) VALUES ('archive', ?)").run(VERSION);
  return archive;
}

/**
 * Opens an archive, which may come from anybody: its structure must be the very one that
 * {@linkcode createArchive} makes, so that it holds no code that SQLite would run. Of its content
 * nothing has been checked then.
 *
 * @throws FlowError `path-unusable`, `import-invalid`, `import-version`.
 */
export function openArchive(path: string): DatabaseSync {
  touch(path, { read: true });
  const archive = readArchive(path, () => new DatabaseSync(path, { readOnly: true }));
  try {
    readArchive(path, () => {
      archive.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
      const { application_id: id } = archive.prepare("PRAGMA application_id").get()!;
      if (id !== APPLICATION_ID) throw invalid(path, "it is not an exported run");
      checkVersion(path, archive);
      if (structure(archive) !== expectedStructure(schemaVersion(archive))) {
        throw invalid(path, "its tables are not those of an exported run");
      }
      addLaterTables(archive);
    });
    return archive;
  } catch (error) {
    archive.close();
    throw error;
  }
}

/** Does something with an archive; that it is damaged is told as such. */
export function readArchive<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw sqliteCode(error) === 0 ? error : invalid(path, "it is damaged", error);
  }
}

/** The error for an archive that cannot be used. */
export function invalid(path: string, why: string, cause?: unknown): FlowError {
  return new FlowError("import-invalid", `Cannot import "${path}": ${why}`, {
    cause,
    hint: "Nothing was changed in the store. Export the run again with `flow store export`.",
  });
}

function checkVersion(path: string, archive: DatabaseSync): void {
  const meta = (key: string) =>
    archive.prepare("SELECT value FROM meta WHERE key = ?").get(key)?.value;
  const schema = schemaVersion(archive);
  // What belongs to a run is the same in all versions so far.
  if (meta("archive") === VERSION && schema >= 1 && schema <= SCHEMA_VERSION) return;
  throw new FlowError("import-version", `Cannot import "${path}": it has another format`, {
    hint: `It was exported by Flow ${meta("flow")}, with schema ${schema}. ` +
      `This Flow reads up to schema ${SCHEMA_VERSION}: import it with a later one.`,
  });
}

function layOut(archive: DatabaseSync, schema: number = SCHEMA_VERSION): void {
  migrate(archive, MIGRATIONS.slice(0, schema));
  archive.exec(PIECES);
}

/** Tables that came after the archive's version: they are empty, and not in the file. */
function addLaterTables(archive: DatabaseSync): void {
  const model = new DatabaseSync(":memory:");
  try {
    layOut(model);
    const known = archive.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?");
    const tables = model.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").all();
    for (const { name, sql } of tables) {
      if (sql === null || known.get(name!) !== undefined) continue;
      archive.exec((sql as string).replace(/^CREATE TABLE/, "CREATE TEMP TABLE"));
    }
  } finally {
    model.close();
  }
}

function structure(db: DatabaseSync): string {
  return JSON.stringify(
    db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").all(),
  );
}

function expectedStructure(schema: number): string {
  const model = new DatabaseSync(":memory:");
  try {
    layOut(model, schema);
    return structure(model);
  } finally {
    model.close();
  }
}
