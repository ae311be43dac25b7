import { DatabaseSync } from "node:sqlite";
import { zstdDecompressSync } from "node:zlib";
import { linesOf, type Look, type RawRun, type RawTask } from "./seen.ts";

// deno-lint-ignore no-explicit-any -- columns of any query
type Row = Record<string, any>;

/** By reading the tables, and the files of objects, as `docs/values.md` describes them. */
export const database: Look = {
  name: "database",

  run(store, path): Promise<RawRun> {
    const db = open(store);
    try {
      const run = findRun(db, path);
      const rows = all(db, "SELECT * FROM tasks WHERE run = ? ORDER BY number", run.id);
      const byNumber = new Map(rows.map((row) => [row.number as number, row]));
      const end = rows.findLast(({ next, status }) =>
        next !== null && JSON.parse(next).kind === "end" && ["succeeded", "caught"].includes(status)
      );
      return Promise.resolve({
        run: path,
        status: run.status,
        tags: tagsOf(db, run.id),
        params: JSON.parse(run.params),
        origin: nameOf(db, run.origin_run),
        error: run.error === null ? null : JSON.parse(run.error).message,
        end: end ? valuesOf(store, db, run.id, end.number, byNumber) : {},
        tasks: rows.map((row) => look(db, row, byNumber)),
      });
    } finally {
      db.close();
    }
  },

  tags(store, path) {
    const db = open(store);
    try {
      return Promise.resolve(tagsOf(db, findRun(db, path).id));
    } finally {
      db.close();
    }
  },
};

function open(store: string): DatabaseSync {
  return new DatabaseSync(`${store}/flow.db`, { readOnly: true, timeout: 10_000 });
}

function all(db: DatabaseSync, sql: string, ...values: (string | number)[]): Row[] {
  return db.prepare(sql).all(...values);
}

function findRun(db: DatabaseSync, path: string): Row {
  const [flow, number] = path.split("/");
  return all(db, "SELECT * FROM runs WHERE flow = ? AND number = ?", flow!, Number(number))[0]!;
}

function nameOf(db: DatabaseSync, id: number | null): string | null {
  const row = id === null ? undefined : all(db, "SELECT * FROM runs WHERE id = ?", id)[0];
  return row ? `${row.flow}/${row.number}` : null;
}

function tagsOf(db: DatabaseSync, run: number): string[] {
  return all(db, "SELECT tag FROM tags WHERE run = ? ORDER BY tag", run).map(({ tag }) => tag);
}

function look(db: DatabaseSync, row: Row, byNumber: Map<number, Row>): RawTask {
  const { run, number } = row;
  const joined = all(
    db,
    "SELECT parent FROM join_parents WHERE run = ? AND child = ? ORDER BY position",
    run,
    number,
  ).map(({ parent }) => parent);
  const children = all(
    db,
    `SELECT number FROM tasks WHERE run = ?1 AND parent = ?2
    UNION SELECT child FROM join_parents WHERE run = ?1 AND parent = ?2`,
    run,
    number,
  ).map(({ number }) => number);
  const attempts = all(
    db,
    "SELECT * FROM attempts WHERE run = ? AND task = ? ORDER BY attempt",
    originOf(db, run, number, "attempts"),
    number,
  ).map(({ status, error }) => {
    const { type = null, message = null } = error === null ? {} : JSON.parse(error);
    return { status, type, message };
  });
  // One that ended well at once is told by the task's row alone.
  if (attempts.length === 0) attempts.push({ status: row.status, type: null, message: null });
  const printed = (stream: number) =>
    linesOf(
      all(
        db,
        "SELECT text FROM logs WHERE run = ? AND task = ? AND attempt = ? AND stream = ? ORDER BY seq",
        originOf(db, run, number, "logs"),
        number,
        row.attempt,
        stream,
      ).map(({ text }) => text).join(""),
    );
  return {
    number,
    step: row.step,
    status: row.status,
    indexes: indexesOf(row, byNumber),
    parents: row.parent === null ? joined : [row.parent],
    children,
    attempts,
    origin: nameOf(db, row.origin_run),
    artifacts: Object.fromEntries(
      visible(db, run, number, byNumber).map(({ name, digest }) => [name, digest]),
    ),
    stdout: printed(1),
    stderr: printed(2),
  };
}

/** Positions in foreachs, by way of the tasks that split. */
function indexesOf(row: Row, byNumber: Map<number, Row>): number[] {
  const indexes: number[] = [];
  for (let at = row; at.split !== null;) {
    const split: Row = byNumber.get(at.split)!;
    if (JSON.parse(split.next).kind === "foreach") indexes.unshift(at.split_index);
    at = split;
  }
  return indexes;
}

/** The run that has the rows of a task that was taken over, perhaps several times. */
function originOf(db: DatabaseSync, run: number, task: number, table: string): number {
  for (let at = run;;) {
    const own = all(db, `SELECT 1 FROM ${table} WHERE run = ? AND task = ? LIMIT 1`, at, task);
    const row = all(db, "SELECT origin_run FROM tasks WHERE run = ? AND number = ?", at, task)[0];
    if (own.length > 0 || !row || row.origin_run === null) return at;
    at = row.origin_run;
  }
}

/** What a task sees: what it set, what those before it set back to a join, and what all see. */
function visible(db: DatabaseSync, run: number, task: number, byNumber: Map<number, Row>): Row[] {
  const found = new Map<string, Row>();
  const take = (number: number) => {
    for (const row of all(db, "SELECT * FROM artifacts WHERE run = ? AND task = ?", run, number)) {
      if (!found.has(row.name)) found.set(row.name, row);
    }
  };
  for (let at: Row | undefined = byNumber.get(task); at; at = byNumber.get(at.parent)) {
    take(at.number);
    if (at.joined === 1) break;
  }
  take(0);
  // An empty digest hides what was there before.
  return [...found.values()].filter(({ digest }) => digest !== "");
}

function valuesOf(
  store: string,
  db: DatabaseSync,
  run: number,
  task: number,
  byNumber: Map<number, Row>,
): Record<string, unknown> {
  return Object.fromEntries(
    visible(db, run, task, byNumber).map((
      row,
    ) => [row.name, decode(row.kind, bytesOf(store, db, row))]),
  );
}

function bytesOf(store: string, db: DatabaseSync, { digest, data }: Row): Uint8Array {
  if (data !== null) return data;
  const object = all(db, "SELECT * FROM objects WHERE digest = ?", digest)[0]!;
  const [algorithm, hex] = digest.split(":");
  const path = `${store}/objects/${algorithm}/${hex.slice(0, 2)}/${hex.slice(2)}`;
  if (object.coding === 0) return object.data ?? Deno.readFileSync(path);
  return zstdDecompressSync(object.data ?? Deno.readFileSync(`${path}.zst`));
}

function decode(kind: string, bytes: Uint8Array): unknown {
  if (kind === "bytes") return { $type: "bytes", base64: bytes.toBase64() };
  const text = new TextDecoder().decode(bytes);
  return kind === "text" ? text : JSON.parse(text);
}
