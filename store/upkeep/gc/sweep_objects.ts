import type { DatabaseSync } from "node:sqlite";
import { transact } from "../../metadata/statement.ts";
import type { ObjectStore } from "../../objects/object_store.ts";
import { storedBytes } from "../files.ts";
import { manifestDigests, REFERENCES } from "../references.ts";

/** Objects that one transaction removes: others wait for their turn meanwhile. */
const BATCH = 1000;

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
  db.exec("CREATE TEMP TABLE dead (digest TEXT PRIMARY KEY) STRICT, WITHOUT ROWID");
  if (upTo === null) db.exec("INSERT INTO dead SELECT digest FROM freed");
  else db.prepare("INSERT INTO dead SELECT digest FROM objects WHERE rowid <= ?").run(upTo);
  spareNeeded(db, objects, "NOT IN (SELECT run FROM doomed)");
  return { lastRun, running: running.map(({ id }) => id as number) };
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
  const swept = new Map<string | null, SweptObjects>();
  const next = db.prepare(`SELECT dead.digest, freed.flow, coding, length(data) AS inline
    FROM dead CROSS JOIN objects ON objects.digest = dead.digest
    LEFT JOIN freed ON freed.digest = dead.digest
    WHERE dead.digest > ? ORDER BY dead.digest LIMIT ${BATCH}`);
  const changed = `IN (SELECT id FROM runs WHERE id > ${unused.lastRun}
    UNION SELECT value FROM json_each('${JSON.stringify(unused.running)}'))`;
  const removeSome = (after: string): string | undefined => {
    if (!dryRun) spareNeeded(db, objects, changed);
    let last: string | undefined;
    for (const { digest, flow, coding, inline } of next.all(after)) {
      last = digest as string;
      const stored = () => storedBytes(objects.dir, last!, Number(coding));
      count(swept, flow as string | null, inline === null ? stored() : Number(inline));
      if (!dryRun) objects.remove(last);
    }
    return last;
  };
  for (let last: string | undefined = ""; last !== undefined;) {
    const after: string = last;
    last = dryRun ? removeSome(after) : transact(db, () => removeSome(after));
  }
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
