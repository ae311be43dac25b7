import type { DatabaseSync } from "node:sqlite";
import type { ObjectStore } from "../../objects/object_store.ts";
import { manifestDigests, manifests, REFERENCES } from "../references.ts";
import type { ObjectFault } from "./verify_objects.ts";

/** Objects that something refers to and that the database knows nothing of. */
export function missingObjects(db: DatabaseSync, objects: ObjectStore): ObjectFault[] {
  const missing = new Set<string>();
  for (const references of REFERENCES) {
    const sql = `SELECT DISTINCT digest FROM (${references}) AS reference
      WHERE NOT EXISTS (SELECT 1 FROM objects WHERE objects.digest = reference.digest)`;
    for (const { digest } of db.prepare(sql).iterate()) missing.add(digest as string);
  }
  const known = db.prepare("SELECT 1 FROM objects WHERE digest = ?");
  for (const manifest of manifests(db)) {
    for (const digest of manifestDigests(objects, manifest)) {
      if (known.get(digest) === undefined) missing.add(digest);
    }
  }
  return [...missing].map((digest) => ({
    kind: "missing",
    digest,
    reason: `Object ${digest} is missing`,
  }));
}
