import type { DatabaseSync } from "node:sqlite";
import { transact } from "../../metadata/statement.ts";
import type { ObjectStore } from "../../objects/object_store.ts";
import { removeObjectFile } from "../../objects/staged.ts";
import { storedBytes } from "../files.ts";
import { manifestDigests, REFERENCES } from "../references.ts";

/** Milliseconds that one transaction goes on: others wait for their turn meanwhile. */
const TURN = 300;
/** The same where nobody else is there: the fewer transactions, the less is written. */
const LONG_TURN = 3000;
/** Objects that are looked up at a time. */
const PAGE = 1000;

/** What was removed, or would be. */
export interface SweptObjects {
  /** By the flow whose runs needed it last; null for what no run needed. */
  flow: string | null;
  objects: number;
  /** On the disk. */
  bytes: number;
}

/** Notes, in the temporary table `freed`, which objects the runs in `doomed` refer to. */
export function noteFreed(db: DatabaseSync, references: readonly string[]): void {
  for (const each of references) {
    db.exec(`INSERT OR IGNORE INTO freed (digest, flow)
      SELECT reference.digest, doomed.flow
      FROM doomed CROSS JOIN (${each}) AS reference ON reference.run = doomed.run`);
  }
}

/** Notes there as well what the code packages of the runs in `doomed` hold. */
export function noteFreedCode(db: DatabaseSync, objects: ObjectStore): void {
  const codes = db.prepare(`SELECT DISTINCT code, runs.flow FROM doomed
    CROSS JOIN runs ON id = run`).all();
  const insert = db.prepare("INSERT OR IGNORE INTO freed (digest, flow) VALUES (?, ?)");
  for (const { code, flow } of codes) {
    for (const digest of manifestDigests(objects, code as string)) {
      insert.run(digest, flow as string);
    }
  }
}

/** What was found unused, to be removed by {@linkcode removeUnused}. */
export interface Unused {
  /** The last run that was looked at, and those that were running. */
  lastRun: number;
  running: number[];
  /** Whether nobody was adding objects. */
  alone: boolean;
}

/**
 * Finds the objects that nothing refers to but runs in `doomed`, and puts them into the temporary
 * table `dead`.
 *
 * @param upTo Rows of objects up to this one are looked at; with null only what is in `freed`. While
 * somebody adds objects, some may be there before what will refer to them.
 */
export function findUnused(db: DatabaseSync, objects: ObjectStore, upTo: number | null): Unused {
  const lastRun = Number(db.prepare("SELECT max(id) AS id FROM runs").get()!.id ?? 0);
  const running = db.prepare("SELECT id FROM runs WHERE status = 'running'").all();
  // By their place in the database: to remove what lies together is several times as fast.
  db.exec("CREATE TEMP TABLE dead (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE) STRICT");
  if (upTo === null) {
    db.exec(`INSERT INTO dead SELECT objects.rowid, freed.digest
      FROM freed CROSS JOIN objects ON objects.digest = freed.digest`);
  } else {
    db.prepare("INSERT INTO dead SELECT rowid, digest FROM objects WHERE rowid <= ?").run(upTo);
  }
  spareNeeded(db, objects, "NOT IN (SELECT run FROM doomed)");
  return { lastRun, running: running.map(({ id }) => id as number), alone: upTo !== null };
}

/**
 * Removes what {@linkcode findUnused} found, each part after one more look in the transaction that
 * removes it: whoever wrote meanwhile may have come to need it.
 *
 * @param dryRun Only counts.
 */
export function removeUnused(
  db: DatabaseSync,
  objects: ObjectStore,
  unused: Unused,
  dryRun: boolean,
): SweptObjects[] {
  const turn = unused.alone ? LONG_TURN : TURN;
  const swept = new Map<string | null, SweptObjects>();
  const next = db.prepare(`SELECT id, dead.digest, freed.flow, coding, length(data) AS inline
    FROM dead CROSS JOIN objects ON objects.rowid = id LEFT JOIN freed ON freed.digest = dead.digest
    WHERE id > ? ORDER BY id LIMIT ${PAGE}`);
  const remove = db.prepare("DELETE FROM objects WHERE rowid = ?");
  const changed = `IN (SELECT id FROM runs WHERE id > ${unused.lastRun}
    UNION SELECT value FROM json_each('${JSON.stringify(unused.running)}'))`;
  let last = 0;
  const removePage = (): boolean => {
    const page = next.all(last);
    for (const { id, digest, flow, coding, inline } of page) {
      last = id as number;
      const isFile = inline === null;
      const stored = isFile
        ? storedBytes(objects.dir, digest as string, Number(coding))
        : Number(inline);
      count(swept, flow as string | null, stored);
      if (dryRun) continue;
      if (isFile) removeObjectFile(objects.dir, digest as string);
      remove.run(last);
    }
    return page.length === PAGE;
  };
  const takeTurn = (): boolean => {
    if (!dryRun) spareNeeded(db, objects, changed);
    const end = performance.now() + turn;
    let more = removePage();
    while (more && performance.now() < end) more = removePage();
    return more;
  };
  while (dryRun ? takeTurn() : transact(db, takeTurn));
  return [...swept.values()];
}

/** Takes out of `dead` what the runs whose keys are `among` these need. */
function spareNeeded(db: DatabaseSync, objects: ObjectStore, among: string): void {
  for (const references of REFERENCES) {
    db.exec(`DELETE FROM dead WHERE digest IN (
      SELECT digest FROM (${references}) WHERE run ${among})`);
  }
  const codes = db.prepare(`SELECT DISTINCT code FROM runs WHERE id ${among}`).all();
  const held = codes.flatMap(({ code }) => manifestDigests(objects, code as string));
  db.prepare("DELETE FROM dead WHERE digest IN (SELECT value FROM json_each(?))")
    .run(JSON.stringify(held));
}

function count(swept: Map<string | null, SweptObjects>, flow: string | null, bytes: number): void {
  const key = flow === "" ? null : flow;
  const sum = swept.get(key) ?? { flow: key, objects: 0, bytes: 0 };
  sum.objects++;
  sum.bytes += bytes;
  swept.set(key, sum);
}
