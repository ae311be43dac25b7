import { explainSqlite } from "./metadata/sqlite_error.ts";
import { explainFile } from "./objects/object_errors.ts";

/**
 * What an error means for people that came while a store was written: one of SQLite, or a disk that
 * is full or broken. Anything else is given back as it is.
 *
 * @param dir The store's folder, for the message.
 */
export function explainStore(error: unknown, dir: string): unknown {
  // It may be about another file than the store's.
  if (error instanceof Deno.errors.PermissionDenied) return error;
  const explained = explainSqlite(error, dir);
  return explained === error ? explainFile(error, "write to", dir) : explained;
}
