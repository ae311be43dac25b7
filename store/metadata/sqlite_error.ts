import { FlowError } from "../error.ts";

/** `DatabaseSync.exec` gives SQLite's words, but not its code. */
const CODES: Record<string, number> = {
  "database is locked": 5,
  "database table is locked": 6,
  "attempt to write a readonly database": 8,
  "disk I/O error": 10,
  "database disk image is malformed": 11,
  "database or disk is full": 13,
  "unable to open database file": 14,
  "file is not a database": 26,
};

/** SQLite's result code (without the part that extends it), 0 for errors that are not SQLite's. */
export function sqliteCode(error: unknown): number {
  if (!(error instanceof Error)) return 0;
  if ("errcode" in error) return Number(error.errcode) & 0xff;
  return "code" in error && error.code === "ERR_SQLITE_ERROR" ? CODES[error.message] ?? 1 : 0;
}

/**
 * What an error of SQLite means for people. Anything else is given back as it is.
 *
 * @param dir The store's folder, for the message.
 */
export function explainSqlite(error: unknown, dir: string): unknown {
  const code = sqliteCode(error);
  if (code === 0 || !(error instanceof Error)) return error;
  const store = JSON.stringify(dir);
  const say = (code: string, message: string, hint: string) =>
    new FlowError(code, `${message} (${error.message})`, { hint, cause: error });
  switch (code) {
    case 1:
      // Flow asks for nothing else than what it has made itself.
      return /^(no such |unsupported file format)/.test(error.message)
        ? damagedStore(dir, error)
        : error;
    case 5:
    case 6:
      return say(
        "store-busy",
        `Cannot get a turn to write to the store ${store}`,
        "Another process has been writing to it for more than ten seconds. Try again.",
      );
    case 8:
      return readonlyStore(dir, error);
    case 10:
      return say(
        "store-io",
        `Cannot read or write the store ${store}`,
        "The disk or the network folder that holds it reported an error.",
      );
    case 11:
    case 26:
      return damagedStore(dir, error);
    case 13:
      return say(
        "disk-full",
        `Cannot write to the store ${store}: the disk is full`,
        "Make room, for example with `flow store gc`, and `flow resume` what was running.",
      );
    case 14:
      return say(
        "store-unreadable",
        `Cannot open the database of the store ${store}`,
        "Check that you may read its files. If the folder cannot be written, copy it elsewhere.",
      );
    default:
      return error;
  }
}

/** The error for a database that SQLite cannot read. */
export function damagedStore(dir: string, cause?: unknown): FlowError {
  const why = cause instanceof Error ? ` (${cause.message})` : "";
  return new FlowError("store-damaged", `The database of the store "${dir}" is damaged${why}`, {
    cause,
    hint: "`flow store verify` tells what is lost. `flow store verify --repair` sets the damaged " +
      "database aside and rebuilds what the objects tell. If you have a copy, put it back instead.",
  });
}

/** The error for a store that must be written and cannot be. */
export function readonlyStore(dir: string, cause?: unknown): FlowError {
  return new FlowError("store-readonly", `Cannot write to the store "${dir}"`, {
    cause,
    hint: "The folder or its files are read-only for you. Name another store with --store or " +
      "FLOW_STORE, or change the rights of this one.",
  });
}
