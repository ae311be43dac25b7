import { DatabaseSync } from "node:sqlite";
import { migrate } from "../../metadata/migrate.ts";
import { brokenParts, isMetaWhole } from "../../metadata/seals.ts";

/** Runs whose rows are not what they were when they ended. */
export interface BrokenSeal {
  run: number;
  /** `Flow/7` */
  name: string;
  parts: string[];
}

/** Compares each run that has ended with its seal; flows may run and runs be deleted meanwhile. */
export function* brokenSeals(db: DatabaseSync): Generator<BrokenSeal> {
  const name = db.prepare("SELECT flow || '/' || number AS name FROM runs WHERE id = ?");
  for (const { id } of db.prepare("SELECT id FROM runs ORDER BY id").all()) {
    // One state of the database: a tag may be added between two questions.
    db.exec("BEGIN");
    try {
      const run = name.get(id!);
      const parts = run === undefined ? [] : brokenParts(db, id as number);
      if (parts.length > 0) yield { run: id as number, name: `${run!.name}`, parts };
    } finally {
      db.exec("COMMIT");
    }
  }
}

const META = `key IN ('schema', 'flow', 'digest', 'seal')
  OR key GLOB 'last-run:*' AND CAST(value AS INTEGER) > 0
  OR key GLOB 'seal:*' AND EXISTS (SELECT 1 FROM runs WHERE meta.key = 'seal:' || id)`;

/** Tables and indexes whose definitions have changed: no question about them can be relied on. */
export function changedTables(db: DatabaseSync): string[] {
  using sound = new DatabaseSync(":memory:");
  migrate(sound);
  const definitions = (db: DatabaseSync) => {
    const rows = db.prepare("SELECT name, type, tbl_name, sql FROM sqlite_schema").all();
    return new Map(rows.map(({ name, ...rest }) => [String(name), JSON.stringify(rest)]));
  };
  const there = definitions(db);
  return [...definitions(sound)].filter(([name, wanted]) => there.get(name) !== wanted)
    .map(([name]) => `the definition of ${name} has changed`);
}

/** What is wrong with what the database says of the store as a whole, in the table `meta`. */
export function damagedMeta(db: DatabaseSync): string[] {
  const found: string[] = [];
  if (!isMetaWhole(db)) found.push("What the table meta says of the store has changed");
  for (const { key } of db.prepare(`SELECT key FROM meta WHERE NOT (${META})`).all()) {
    found.push(`The table meta has a row ${JSON.stringify(key)}, which means nothing`);
  }
  return found;
}
