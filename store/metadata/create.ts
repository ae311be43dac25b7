import { DatabaseSync } from "node:sqlite";
import { FlowError } from "../error.ts";
import { explainStore } from "../explain.ts";
import { syncFolder } from "../folders.ts";
import { explainPath } from "../given_path.ts";
import { parentPath } from "../path.ts";
import { migrate } from "./migrate.ts";
import { sealMeta } from "./seals.ts";
import { readonlyStore } from "./sqlite_error.ts";

/** The digest algorithms that a store can be made with. */
export const DIGEST_ALGORITHMS = ["sha256", "blake3"] as const;

/** How the objects of a store are named. */
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number];

/**
 * Makes the folder of a store and an empty database in it. Safe between processes: the database
 * is made under a name of its own and appears complete; who comes second takes what is there.
 */
export function createDatabase(dir: string): void {
  const digest = chosenAlgorithm();
  const path = `${dir}/flow.db`;
  const draft = `${path}.new-${Deno.pid}-${crypto.randomUUID()}`;
  try {
    Deno.mkdirSync(dir, { recursive: true });
    writeDraft(draft, digest);
    // Keeps the results out of the version control of the project around it.
    Deno.writeTextFileSync(`${dir}/.gitignore`, "*\n");
    publish(draft, path);
    // SQLite makes the database durable, but neither its new name nor that of the folder.
    syncFolder(dir);
    syncFolder(parentPath(dir));
  } catch (error) {
    const refused = error instanceof Deno.errors.PermissionDenied ||
      error instanceof Error && "code" in error && error.code === "EROFS";
    throw refused
      ? readonlyStore(dir, error)
      : explainPath(explainStore(error, dir), "make a store in", dir);
  } finally {
    remove(draft);
  }
}

function writeDraft(draft: string, digest: DigestAlgorithm): void {
  const db = new DatabaseSync(draft);
  try {
    // The mode stays with the file; closing the only connection leaves no second file.
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    migrate(db);
    db.prepare("INSERT INTO meta (key, value) VALUES ('digest', ?)").run(digest);
    sealMeta(db);
  } finally {
    db.close();
  }
}

/** A link, unlike a rename, never replaces what another process has put there first. */
function publish(draft: string, path: string): void {
  try {
    Deno.linkSync(draft, path);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return;
    if (error instanceof Deno.errors.PermissionDenied) throw error;
    // A file system without links. Two processes that make the same store in the same moment there
    // can lose the first one's run; there is nothing better to be had.
    Deno.renameSync(draft, path);
  }
}

function chosenAlgorithm(): DigestAlgorithm {
  const name = Deno.env.get("FLOW_DIGEST") || "sha256";
  const known = DIGEST_ALGORITHMS.find((algorithm) => algorithm === name);
  if (known !== undefined) return known;
  throw new FlowError("unknown-digest", `Unknown digest algorithm ${JSON.stringify(name)}`, {
    hint: `FLOW_DIGEST can be ${DIGEST_ALGORITHMS.join(" or ")}.`,
    exitCode: 2,
  });
}

function remove(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // Already renamed, or never made.
  }
}
