import type { DatabaseSync } from "node:sqlite";
import { openStore, type Store } from "../store.ts";
import { fileSize, storedBytes } from "./files.ts";
import { findOwners, type Owner } from "./owners.ts";

/** What a flow keeps in the store. */
export interface FlowStats {
  flow: string;
  runs: number;
  tasks: number;
  /** Values that its tasks left, foreach items included. */
  values: number;
  /** Bytes of these values, each counted as often as it was left. */
  bytes: number;
  /** Bytes of its distinct objects: what it would take in a store of its own. */
  distinct: number;
}

/** An object that takes much room. */
export interface LargeObject {
  digest: string;
  size: number;
  /** Bytes that it takes on the disk. */
  stored: number;
  /** One of those who need it; null if nobody does. */
  owner: Owner | null;
}

/** How much a store holds, in bytes where nothing else is said. */
export interface StoreStats {
  store: string;
  digest: string;
  flows: FlowStats[];
  objects: {
    count: number;
    /** Of the content. */
    bytes: number;
    /** On the disk, compressed as they are. */
    stored: number;
    /** How many are files, the others being in the database. */
    files: number;
  };
  /** What equal content would take in addition, if it was not kept once. */
  saved: number;
  largest: LargeObject[];
  database: {
    bytes: number;
    /** Of the write-ahead log. */
    wal: number;
    /** In the database, to be used again. */
    free: number;
  };
  /** Laid out code packages, and what is being worked on. */
  code: number;
  temporary: number;
}

/**
 * How much the store in folder `dir` holds, and of what.
 *
 * @param options.largest How many of the largest objects are named. Default: 10.
 */
export async function storeStats(
  dir: string,
  options: { largest?: number } = {},
): Promise<StoreStats> {
  using store = await openStore(dir, { readonly: true });
  const { db, objects } = store;
  const flows = flowStats(db);
  const total = db.prepare(`SELECT count(*) AS count, total(size) AS bytes,
    total(length(data)) AS inline, total(data IS NULL) AS files FROM objects`).get()!;
  const values = db.prepare(`SELECT total(size) AS bytes FROM (
      SELECT size FROM artifacts WHERE data IS NULL
      UNION ALL SELECT size FROM items WHERE data IS NULL
    )`).get()!;
  const distinct = db.prepare(`SELECT total(size) AS bytes FROM (
      SELECT digest, size FROM artifacts WHERE data IS NULL
      UNION SELECT digest, size FROM items WHERE data IS NULL
    )`).get()!;
  const pragma = (name: string) => Number(Object.values(db.prepare(`PRAGMA ${name}`).get()!)[0]);
  return {
    store: dir,
    digest: objects.algorithm,
    flows,
    objects: {
      count: Number(total.count),
      bytes: Number(total.bytes),
      stored: Number(total.inline) + fileSize(`${dir}/objects`),
      files: Number(total.files),
    },
    saved: Number(values.bytes) - Number(distinct.bytes),
    largest: largestObjects(store, options.largest ?? 10),
    database: {
      bytes: fileSize(`${dir}/flow.db`),
      wal: fileSize(`${dir}/flow.db-wal`),
      free: pragma("freelist_count") * pragma("page_size"),
    },
    code: fileSize(`${dir}/code`),
    temporary: fileSize(`${dir}/tmp`) + fileSize(`${dir}/staging`),
  };
}

function flowStats(db: DatabaseSync): FlowStats[] {
  const sql = `
    WITH value (flow, digest, size) AS (
      SELECT flow, digest, size FROM runs CROSS JOIN artifacts ON run = runs.id
      UNION ALL SELECT flow, digest, size FROM runs CROSS JOIN items ON run = runs.id
    ), of_values (flow, count, bytes) AS (
      SELECT flow, count(*), total(size) FROM value GROUP BY flow
    ), of_objects (flow, bytes) AS (
      SELECT flow, total(size) FROM (SELECT DISTINCT flow, digest, size FROM value) GROUP BY flow
    ), of_tasks (flow, count) AS (
      SELECT flow, count(*) FROM runs CROSS JOIN tasks ON run = runs.id GROUP BY flow
    )
    SELECT flow, count(*) AS runs,
      coalesce((SELECT count FROM of_tasks WHERE of_tasks.flow = runs.flow), 0) AS tasks,
      coalesce((SELECT count FROM of_values WHERE of_values.flow = runs.flow), 0) AS count,
      coalesce((SELECT bytes FROM of_values WHERE of_values.flow = runs.flow), 0) AS bytes,
      coalesce((SELECT bytes FROM of_objects WHERE of_objects.flow = runs.flow), 0) AS own
    FROM runs GROUP BY flow ORDER BY own DESC, flow`;
  return db.prepare(sql).all().map((row) => ({
    flow: row.flow as string,
    runs: Number(row.runs),
    tasks: Number(row.tasks),
    values: Number(row.count),
    bytes: Number(row.bytes),
    distinct: Number(row.own),
  }));
}

function largestObjects({ dir, db, objects }: Store, count: number): LargeObject[] {
  const rows = db.prepare(`SELECT digest, size, coding, length(data) AS inline FROM objects
    ORDER BY size DESC, digest LIMIT ?`).all(count);
  const owners = findOwners(db, rows.map(({ digest }) => digest as string), 1, objects);
  return rows.map(({ digest, size, coding, inline }) => ({
    digest: digest as string,
    size: Number(size),
    stored: inline === null ? storedBytes(dir, digest as string, Number(coding)) : Number(inline),
    owner: owners.get(digest as string)?.first[0] ?? null,
  }));
}
