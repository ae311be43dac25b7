import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { FlowError } from "../error.ts";
import { explainPath } from "../given_path.ts";
import { originOf } from "../metadata/origin.ts";
import { findRun, type RunRecord } from "../metadata/runs.ts";
import { explainSqlite } from "../metadata/sqlite_error.ts";
import { explainFile } from "../objects/object_errors.ts";
import { openStore, type Store } from "../store.ts";
import { createArchive, RUN_TABLES } from "./archive/format.ts";
import { writePieces } from "./archive/pieces.ts";
import { fileSize } from "./files.ts";
import { manifestDigests, REFERENCES } from "./references.ts";

/** What {@linkcode exportRun} wrote. */
export interface ExportReport {
  /** `Flow/7` */
  run: string;
  file: string;
  /** Bytes of the file. */
  bytes: number;
  objects: number;
}

/**
 * Writes a run, with all that it needs, into one file: `archive/format.ts` describes it. The file
 * appears complete or not at all, and replaces what is there. Memory stays small, whatever the size.
 *
 * @param flow The run's flow, and its number or `latest`.
 * @throws FlowError `not-found`; `run-running`, as such a run is not complete; `object-missing` and
 * `object-damaged`.
 */
export async function exportRun(
  dir: string,
  flow: string,
  number: number | "latest",
  file: string,
): Promise<ExportReport> {
  using store = await openStore(dir, { readonly: true });
  // One look at all rows: gc may delete the run meanwhile.
  store.db.exec("BEGIN");
  const run = exportable(store.db, flow, number);
  const draft = `${file}.${Deno.pid}-${crypto.randomUUID().slice(0, 8)}.part`;
  try {
    const objects = await writeArchive(store, run, draft);
    syncFile(draft);
    Deno.renameSync(draft, file);
    return { run: `${run.flow}/${run.number}`, file, bytes: fileSize(file), objects };
  } catch (error) {
    throw explainPath(explainFile(explainSqlite(error, dir), "write", file), "write", file);
  } finally {
    remove(draft);
  }
}

function exportable(db: DatabaseSync, flow: string, number: number | "latest"): RunRecord {
  const run = findRun(db, flow, number);
  if (run === undefined) {
    throw new FlowError("not-found", `There is no run "${flow}/${number}"`, {
      hint: "`flow runs` lists those that there are.",
    });
  }
  if (run.status !== "running") return run;
  throw new FlowError("run-running", `Cannot export run "${flow}/${run.number}": it is running`, {
    hint: "Wait until it has ended.",
  });
}

async function writeArchive(store: Store, run: RunRecord, path: string): Promise<number> {
  const { db } = store;
  const archive = createArchive(path);
  try {
    archive.exec("BEGIN");
    archive.prepare("INSERT INTO meta (key, value) VALUES ('digest', ?)")
      .run(store.objects.algorithm);
    copyRows(db, archive, "runs", "id = ?", [run.id]);
    copyRows(db, archive, "tags", "run = ?", [run.id]);
    for (const table of RUN_TABLES) copyRows(db, archive, table, "run = ?", [run.id]);
    copyTakenOver(db, archive, run.id);
    noteOrigins(db, archive, run);
    db.exec("COMMIT");
    const count = await copyObjects(store, archive);
    archive.exec("COMMIT");
    return count;
  } finally {
    archive.close();
  }
}

/** Copies the rows of a table that fulfil a condition; `run` puts them under that run. */
function copyRows(
  from: DatabaseSync,
  to: DatabaseSync,
  table: string,
  condition: string,
  values: SQLInputValue[],
  run?: number,
): void {
  const columns = to.prepare(`PRAGMA table_info(${table})`).all().map(({ name }) => `${name}`);
  const marks = columns.map(() => "?").join(", ");
  const insert = to.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${marks})`);
  const select = from.prepare(`SELECT ${columns.join(", ")} FROM ${table} WHERE ${condition}`);
  for (const row of select.iterate(...values)) {
    if (run !== undefined) row.run = run;
    insert.run(...columns.map((column) => row[column] as SQLInputValue));
  }
}

/** What tasks that were taken over printed is kept with the runs in which they ran. */
function copyTakenOver(db: DatabaseSync, archive: DatabaseSync, run: number): void {
  const taken = db.prepare("SELECT number FROM tasks WHERE run = ? AND origin_run IS NOT NULL");
  for (const { number } of taken.all(run)) {
    for (const table of ["attempts", "logs"] as const) {
      const origin = originOf(db, run, number as number, table);
      if (origin === run) continue;
      copyRows(db, archive, table, "run = ? AND task = ?", [origin, number as number], run);
    }
  }
}

/** By these the runs that results came from are known again where the archive is imported. */
function noteOrigins(db: DatabaseSync, archive: DatabaseSync, run: RunRecord): void {
  const ids = new Set(
    archive.prepare("SELECT DISTINCT origin_run FROM tasks WHERE origin_run IS NOT NULL").all()
      .map((row) => row.origin_run as number),
  );
  if (run.originRun !== null) ids.add(run.originRun);
  const select = db.prepare("SELECT flow, number, created, host, pid FROM runs WHERE id = ?");
  const insert = archive.prepare("INSERT INTO meta (key, value) VALUES (?, ?)");
  for (const id of ids) {
    const origin = select.get(id);
    if (origin !== undefined) insert.run(`origin:${id}`, JSON.stringify(origin));
  }
}

async function copyObjects({ objects }: Store, archive: DatabaseSync): Promise<number> {
  archive.exec("CREATE TEMP TABLE needed (digest TEXT PRIMARY KEY) STRICT, WITHOUT ROWID");
  const need = archive.prepare("INSERT OR IGNORE INTO needed VALUES (?)");
  for (const references of REFERENCES) {
    archive.exec(`INSERT OR IGNORE INTO needed SELECT digest FROM (${references})`);
  }
  const { code } = archive.prepare("SELECT code FROM runs").get()!;
  for (const digest of manifestDigests(objects, code as string)) need.run(digest);
  const insert = archive.prepare("INSERT INTO objects (digest, size, coding) VALUES (?, ?, 0)");
  const next = archive.prepare(
    "SELECT digest FROM needed WHERE digest > ? ORDER BY digest LIMIT 1",
  );
  let count = 0;
  for (let digest = ""; (digest = next.get(digest)?.digest as string ?? "") !== ""; count++) {
    const size = await writePieces(archive, digest, await objects.stream(digest));
    insert.run(digest, size);
  }
  return count;
}

function syncFile(path: string): void {
  using file = Deno.openSync(path, { write: true });
  file.syncSync();
}

function remove(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It has its name, or was never made.
  }
}
