import type { DatabaseSync } from "node:sqlite";
import { statement } from "../metadata/statement.ts";
import type { ObjectStore } from "../objects/object_store.ts";
import { manifestDigests, manifests } from "./references.ts";

/** Something that needs an object. */
export interface Owner {
  as: "artifact" | "item" | "card" | "graph" | "code";
  /** `Flow/7` */
  run: string;
  /** The task's step and number; not for parameters, constants, graphs and code packages. */
  step?: string;
  task?: number;
  /** The artifact's name, the position of the foreach item, or the card's id. */
  name?: string;
}

/** What a task leaves. */
export type ValueOwner = "artifact" | "item" | "card";

/** Where it is kept, and the column that tells it from others of its task. */
export const VALUE_TABLES: Record<ValueOwner, [table: string, name: string]> = {
  artifact: ["artifacts", "name"],
  item: ["items", "position"],
  card: ["cards", "id"],
};

/** Those who need an object. */
export interface Owners {
  count: number;
  /** The first few. */
  first: Owner[];
}

/** A row that names an object. */
interface Row {
  digest: string;
  run: number;
  task: number;
  name: string | number;
}

/**
 * Who needs each of these objects. One pass over what refers to objects, however many are asked for.
 *
 * @param keep How many owners are named of each.
 * @param objects Given, code packages are looked into as well.
 */
export function findOwners(
  db: DatabaseSync,
  digests: readonly string[],
  keep: number,
  objects?: ObjectStore,
): Map<string, Owners> {
  const found = new Map<string, Owners>();
  if (digests.length === 0) return found;
  const wanted = JSON.stringify(digests);
  const note = (digest: string, owner: () => Owner) => {
    let owners = found.get(digest);
    if (owners === undefined) found.set(digest, owners = { count: 0, first: [] });
    if (owners.count++ < keep) owners.first.push(owner());
  };
  const among = "digest IN (SELECT value FROM json_each(?))";
  for (const as of ["artifact", "item", "card"] as const) {
    const [table, name] = VALUE_TABLES[as];
    const sql = `SELECT digest, run, task, ${name} AS name FROM ${table}
      WHERE data IS NULL AND ${among}`;
    for (const row of db.prepare(sql).iterate(wanted)) {
      const { digest, run, task, name } = row as unknown as Row;
      note(digest, () => ownerOf(db, as, run, task, `${name}`));
    }
  }
  for (const as of ["graph", "code"] as const) {
    const sql = `SELECT flow || '/' || number AS run, ${as} AS digest FROM runs
      WHERE ${as} IN (SELECT value FROM json_each(?))`;
    for (const row of db.prepare(sql).all(wanted)) {
      note(row.digest as string, () => ({ as, run: row.run as string }));
    }
  }
  if (objects !== undefined) {
    const asked = new Set(digests);
    const users = db.prepare("SELECT flow || '/' || number AS run FROM runs WHERE code = ?");
    for (const manifest of manifests(db)) {
      for (const digest of manifestDigests(objects, manifest)) {
        if (!asked.has(digest)) continue;
        for (const { run } of users.all(manifest)) {
          note(digest, () => ({ as: "code", run: run as string }));
        }
      }
    }
  }
  return found;
}

/** An owner in words: `artifact "mean" of Flow/7/score/12`. */
export function describeOwner({ as, run, step, task, name }: Owner): string {
  const where = task === undefined ? run : `${run}/${step}/${task}`;
  if (as === "artifact") return `artifact "${name}" of ${where}`;
  if (as === "card") return `card "${name}" of ${where}`;
  return as === "item" ? `foreach item ${name} of ${where}` : `the ${as} of ${where}`;
}

/** The owner that a row of such a table stands for, also where its run is deleted. */
export function ownerOf(
  db: DatabaseSync,
  as: ValueOwner,
  run: number,
  task: number,
  name: string,
): Owner {
  const path = statement(db, "SELECT flow || '/' || number AS path FROM runs WHERE id = ?").get(
    run,
  );
  const owner = { as, run: String(path?.path ?? `deleted run ${run}`), name };
  if (task === 0) return owner;
  const step = statement(db, "SELECT step FROM tasks WHERE run = ? AND number = ?").get(run, task);
  return { ...owner, step: String(step?.step ?? "?"), task };
}
