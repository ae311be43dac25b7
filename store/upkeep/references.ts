import type { DatabaseSync } from "node:sqlite";
import { parseDigest } from "../objects/digest.ts";
import type { ObjectStore } from "../objects/object_store.ts";

/** What refers to objects from a run's tasks, as SQL that gives `run` and `digest`. */
export const VALUE_REFERENCES: readonly string[] = [
  "SELECT run, digest FROM artifacts WHERE data IS NULL AND digest <> ''",
  "SELECT run, digest FROM items WHERE data IS NULL",
  "SELECT run, digest FROM cards WHERE data IS NULL AND digest <> ''",
];

/**
 * What refers to objects from a run itself. What its code package holds is named by the manifest
 * alone: see {@linkcode manifestDigests}.
 */
export const RUN_REFERENCES: readonly string[] = [
  "SELECT id AS run, graph AS digest FROM runs",
  "SELECT id AS run, code AS digest FROM runs",
];

/** All rows that name an object. */
export const REFERENCES: readonly string[] = [...VALUE_REFERENCES, ...RUN_REFERENCES];

/**
 * The objects that a code package's manifest names.
 *
 * @returns Empty where the manifest is lost or damaged: nothing can be told then.
 */
export function manifestDigests(
  objects: Pick<ObjectStore, "get">,
  manifest: string,
): string[] {
  let text: string;
  try {
    text = new TextDecoder().decode(objects.get(manifest));
  } catch {
    return [];
  }
  return digestsIn(text);
}

/** All digests in a JSON text, wherever they stand. */
export function digestsIn(text: string): string[] {
  const found = new Set<string>();
  for (const [digest] of text.matchAll(/\b(?:sha256|blake3):[0-9a-f]{64}\b/g)) found.add(digest);
  return [...found];
}

/** The manifests of all code packages, each once. */
export function manifests(db: DatabaseSync): string[] {
  return db.prepare("SELECT DISTINCT code FROM runs").all().map((row) => row.code as string);
}

/** The digest that the name of an object's file stands for, or null if it is no such name. */
export function digestOfPath(algorithm: string, folder: string, name: string): string | null {
  const digest = `${algorithm}:${folder}${name.replace(/\.zst$/, "")}`;
  try {
    parseDigest(digest);
    return digest;
  } catch {
    return null;
  }
}
