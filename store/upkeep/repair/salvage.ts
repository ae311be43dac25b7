import { DatabaseSync, type SQLInputValue } from "node:sqlite";

/** What was read of a table of a damaged database. */
export interface SalvagedTable {
  table: string;
  rows: number;
  /** Whether nothing stood in the way of reading all of it. */
  complete: boolean;
}

/** Tables by what tells their rows apart, in the order in which they are kept in the file. */
const TABLES: readonly [table: string, key: string][] = [
  ["meta", "key"],
  ["objects", "rowid"],
  ["runs", "id"],
  ["tags", "run, tag"],
  ["tasks", "run, number"],
  ["join_parents", "run, child, position"],
  ["attempts", "run, task, attempt"],
  ["artifacts", "run, task, name"],
  ["items", "run, task, position"],
  ["cards", "run, task, attempt, id"],
  ["logs", "rowid"],
];

/**
 * Copies what can be read of a damaged database into a sound one: each table from its beginning up to
 * the damage, and from its end back to it.
 *
 * @param path The damaged database.
 */
export function salvage(path: string, sound: DatabaseSync): SalvagedTable[] {
  let damaged: DatabaseSync;
  try {
    damaged = new DatabaseSync(path, { readOnly: true });
  } catch {
    return TABLES.map(([table]) => ({ table, rows: 0, complete: false }));
  }
  try {
    return TABLES.map(([table, key]) => salvageTable(damaged, sound, table, key));
  } finally {
    damaged.close();
  }
}

function salvageTable(
  damaged: DatabaseSync,
  sound: DatabaseSync,
  table: string,
  key: string,
): SalvagedTable {
  const columns = sound.prepare(`PRAGMA table_info(${table})`).all().map(({ name }) => `${name}`);
  const marks = columns.map(() => "?").join(", ");
  const insert = sound.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.join(", ")}) VALUES (${marks})`,
  );
  let rows = 0;
  const read = (order: "ASC" | "DESC"): boolean => {
    const by = key.split(", ").map((column) => `${column} ${order}`).join(", ");
    try {
      const select = damaged.prepare(`SELECT ${columns.join(", ")} FROM ${table} ORDER BY ${by}`);
      for (const row of select.iterate()) {
        rows += copyRow(insert, columns.map((column) => row[column] as SQLInputValue));
      }
      return true;
    } catch {
      return false;
    }
  };
  sound.exec("BEGIN");
  const complete = read("ASC");
  if (!complete) read("DESC");
  sound.exec("COMMIT");
  return { table, rows, complete };
}

/** Gives 1 if the row was added, 0 if it is there or cannot be one. */
function copyRow(insert: ReturnType<DatabaseSync["prepare"]>, values: SQLInputValue[]): number {
  try {
    return Number(insert.run(...values).changes);
  } catch {
    // Damage that made a value one of another type.
    return 0;
  }
}
