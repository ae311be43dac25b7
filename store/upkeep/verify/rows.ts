import type { DatabaseSync } from "node:sqlite";

/** Conditions that every row fulfils as long as nobody but Flow has written to it. */
const CHECKS: readonly [table: string, condition: string, what: string][] = [
  ["runs", "status IN ('running', 'succeeded', 'failed', 'cancelled')", "a status"],
  ["runs", "json_valid(params) AND json_valid(coalesce(project, 'null'))", "parameters or project"],
  ["runs", "json_valid(coalesce(error, 'null'))", "an error"],
  [
    "tasks",
    `status IN ('queued', 'running', 'succeeded', 'caught', 'failed', 'cancelled')`,
    "a status",
  ],
  ["tasks", "json_valid(coalesce(next, 'null'))", "a transition"],
  ["tasks", "coalesce(parent, 0) < number AND coalesce(split, 0) < number", "a parent or a split"],
  ["attempts", "json_valid(coalesce(error, 'null'))", "an error"],
  ["logs", "stream BETWEEN 1 AND 3", "a stream"],
  ["artifacts", "digest = '' OR digest GLOB '*:*' AND length(digest) = 71", "a digest"],
  ["items", "digest GLOB '*:*' AND length(digest) = 71", "a digest"],
  [
    "objects",
    "digest GLOB '*:*' AND length(digest) = 71 AND coding IN (0, 1)",
    "a digest or coding",
  ],
];

/**
 * What the rows of the database show to be wrong. SQLite finds where its own structure is damaged,
 * and digests tell of values; this is about the rest.
 */
export function damagedRows(db: DatabaseSync): string[] {
  const found: string[] = [];
  for (const [table, condition, what] of CHECKS) {
    const sql = `SELECT count(*) AS n FROM ${table} WHERE NOT (${condition})`;
    const count = Number(db.prepare(sql).get()!.n);
    if (count > 0) found.push(`${count} of the rows of ${table} have ${what} that cannot be`);
  }
  return found;
}
