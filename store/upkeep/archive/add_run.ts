import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { bitOf, noteChange } from "../../metadata/changes.ts";
import { nextRunNumber } from "../../metadata/numbers.ts";
import { sealRun } from "../../metadata/seals.ts";
import { transact } from "../../metadata/statement.ts";
import { insertTags } from "../../metadata/tags.ts";
import { deleteRows } from "../gc/delete_runs.ts";
import type { ArchivedRun } from "./check_archive.ts";
import { RUN_TABLES } from "./format.ts";

/** Rows that one transaction adds: others wait for their turn meanwhile. */
const CHUNK = 20_000;

/** The beginning of the system tag of a run that has another number than where it came from. */
const IMPORTED_TAG = "imported_from:";

/**
 * The run of a store that an archived one is: the same run, wherever it went. A process starts one
 * run of a flow at a time.
 */
export function sameRun(db: DatabaseSync, run: Omit<ArchivedRun, "id" | "user">) {
  const sql = `SELECT id, number FROM runs WHERE flow = ? AND created = ? AND host = ? AND pid = ?
    AND graph = ? AND code = ?`;
  const row = db.prepare(sql).get(run.flow, run.created, run.host, run.pid, run.graph, run.code);
  return row as unknown as { id: number; number: number } | undefined;
}

/**
 * Adds the rows of an archived run. Nobody sees them before the last transaction, which adds the run
 * itself; what is left if that does not come, `gc` removes.
 *
 * @returns The number that it has now.
 */
export function addRun(db: DatabaseSync, archive: DatabaseSync, run: ArchivedRun): number {
  const id = reserveKey(db);
  const origins = originKeys(db, archive);
  try {
    for (const table of RUN_TABLES) copyTable(db, archive, table, id, origins);
    return transact(db, () => insertRun(db, archive, run, id, origins));
  } catch (error) {
    deleteRows(db);
    throw error;
  }
}

/** A key for a run that is not there yet, and that no other will ever have. */
function reserveKey(db: DatabaseSync): number {
  return transact(db, () => {
    const { lastInsertRowid } = db.prepare(`INSERT INTO runs (flow, number, status, created,
      heartbeat, pid, host, user, graph, code, file, class)
      VALUES ('', 0, 'failed', 0, 0, 0, '', '', '', '', '', '')`).run();
    db.prepare("DELETE FROM runs WHERE id = ?").run(lastInsertRowid);
    return Number(lastInsertRowid);
  });
}

/** The keys that origin runs have here, as far as they are here. */
function originKeys(db: DatabaseSync, archive: DatabaseSync): Map<number, number> {
  const keys = new Map<number, number>();
  const sql = "SELECT key, value FROM meta WHERE key GLOB 'origin:*'";
  const select = db.prepare(
    "SELECT id FROM runs WHERE flow = ? AND created = ? AND host = ? AND pid = ?",
  );
  for (const { key, value } of archive.prepare(sql).all()) {
    const { flow, created, host, pid } = JSON.parse(value as string);
    const found = select.get(`${flow}`, Number(created), `${host}`, Number(pid));
    if (found !== undefined) keys.set(Number((key as string).slice(7)), found.id as number);
  }
  return keys;
}

function copyTable(
  db: DatabaseSync,
  archive: DatabaseSync,
  table: string,
  id: number,
  origins: Map<number, number>,
): void {
  const columns = columnsOf(db, table);
  const insert = db.prepare(`INSERT INTO ${table} (${columns.join(", ")})
    VALUES (${columns.map(() => "?").join(", ")})`);
  const rows = archive.prepare(`SELECT ${columns.join(", ")} FROM ${table}`).iterate();
  for (let more = true; more;) {
    transact(db, () => {
      for (let count = 0; count < CHUNK; count++) {
        const { value: row, done } = rows.next();
        if (done) return void (more = false);
        row.run = id;
        if ("origin_run" in row) row.origin_run = origins.get(row.origin_run as number) ?? null;
        insert.run(...columns.map((column) => row[column] as SQLInputValue));
      }
    });
  }
}

function insertRun(
  db: DatabaseSync,
  archive: DatabaseSync,
  { flow, number: old }: ArchivedRun,
  id: number,
  origins: Map<number, number>,
): number {
  const taken = db.prepare("SELECT 1 FROM runs WHERE flow = ? AND number = ?").get(flow, old);
  const number = taken === undefined ? old : nextRunNumber(db, flow);
  const row = archive.prepare("SELECT * FROM runs").get()!;
  row.id = id;
  row.number = number;
  row.origin_run = origins.get(row.origin_run as number) ?? null;
  const columns = columnsOf(db, "runs");
  db.prepare(
    `INSERT INTO runs (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
  )
    .run(...columns.map((column) => row[column] as SQLInputValue));
  for (const { tag, system } of archive.prepare("SELECT tag, system FROM tags").all()) {
    insertTags(db, id, [tag as string], system === 1);
  }
  if (number !== old) insertTags(db, id, [`${IMPORTED_TAG}${flow}/${old}`], true);
  sealRun(db, id);
  noteChange(db, id, bitOf("run"));
  return number;
}

function columnsOf(db: DatabaseSync, table: string): string[] {
  return db.prepare(`PRAGMA table_info(${table})`).all().map(({ name }) => name as string);
}
