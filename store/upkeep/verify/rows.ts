import type { DatabaseSync } from "node:sqlite";

/** Conditions that every row fulfils as long as nobody but Flow has written to it. */
const CHECKS: readonly [table: string, condition: string, what: string][] = [
  ["runs", "status IN ('running', 'succeeded', 'failed', 'cancelled')", "a status"],
  ["runs", "json_valid(params) AND json_type(params) = 'object'", "parameters"],
  ["runs", "project IS NULL OR json_valid(project) AND json_type(project) = 'object'", "a project"],
  ["runs", "error IS NULL OR json_valid(error)", "an error"],
  [
    "tasks",
    "status IN ('queued', 'running', 'succeeded', 'caught', 'failed', 'cancelled')",
    "a status",
  ],
  [
    "tasks",
    `next IS NULL OR json_valid(next) AND json_type(next, '$.kind') IS 'text'
      AND json_type(next, '$.targets') IS 'array'`,
    "a transition",
  ],
  ["tasks", "coalesce(parent, 0) < number AND coalesce(split, 0) < number", "a parent or a split"],
  ["attempts", "error IS NULL OR json_valid(error) AND json_type(error) = 'object'", "an error"],
  ["logs", "stream BETWEEN 1 AND 3", "a stream"],
  ["artifacts", "digest = '' OR digest GLOB '*:*' AND length(digest) = 71", "a digest"],
  ["items", "digest GLOB '*:*' AND length(digest) = 71", "a digest"],
  ["cards", "digest = '' OR digest GLOB '*:*' AND length(digest) = 71", "a digest"],
  ["cards", "kind IN ('', 'json', 'text') AND revision >= 0", "a kind or revision"],
  [
    "objects",
    "digest GLOB '*:*' AND length(digest) = 71 AND coding IN (0, 1)",
    "a digest or coding",
  ],
  [
    "changes",
    `max(status, tasks, logs, tags, cards) = revision OR run = 0
      AND revision BETWEEN 0 AND 1 << 53`,
    "a revision",
  ],
  ["objects", "data IS NULL OR coding = 0 AND length(data) = size", "a coding or size"],
];

/**
 * What the rows of the database show to be wrong. SQLite finds where its own structure is damaged,
 * and digests tell of values; this is about the rest.
 */
export function damagedRows(db: DatabaseSync): string[] {
  const found: string[] = [];
  // An archive of an earlier version of the schema lacks some.
  const there = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
  for (const [table, condition, what] of CHECKS) {
    if (there.get(table) === undefined) continue;
    const sql = `SELECT count(*) AS n FROM ${table} WHERE NOT (${condition})`;
    const count = Number(db.prepare(sql).get()!.n);
    if (count > 0) found.push(`${count} of the rows of ${table} have ${what} that cannot be`);
  }
  return found;
}
