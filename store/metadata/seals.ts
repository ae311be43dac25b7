/**
 * What tells that the rows of a run have changed since it ended. SQLite finds damage to its own
 * structure, and values have their digests; a seal is about the rest: names, times, transitions,
 * errors, logs (see `docs/decisions/0013-seals.md`).
 *
 * The seal of run 7 is the row `seal:7` of `meta`: JSON, part by part, so that what has changed can be
 * named. What digests and indexes protect already is left out: they are long, and many.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { digestSync } from "../objects/digest.ts";
import { sqliteCode } from "./sqlite_error.ts";
import { statement } from "./statement.ts";

/** Part of a run → the columns that are sealed, and where they are; `?` is the run's key. */
const PARTS = {
  run: [
    "id, flow, number, status, created, finished, heartbeat, pid, host, user, origin_run, params, " +
    "graph, code, file, class, project, error",
    "runs WHERE id = ?1 AND ?2 < ?3",
  ],
  tags: ["tag, system", "tags WHERE run = ?1 AND ?2 < ?3"],
  tasks: [
    "number, step, status, attempt, parent, joined, split, split_index, created, started, finished, " +
    "next",
    "tasks WHERE run = ?1 AND number > ?2 AND number <= ?3",
  ],
  // Apart, since gc may make it point further back.
  origins: [
    "number, origin_run",
    "tasks WHERE run = ?1 AND number > ?2 AND number <= ?3 AND origin_run IS NOT NULL",
  ],
  attempts: [
    "task, attempt, status, started, finished, error",
    "attempts WHERE run = ?1 AND task > ?2 AND task <= ?3",
  ],
  artifacts: ["task, name, kind, size", "artifacts WHERE run = ?1 AND task > ?2 AND task <= ?3"],
  items: ["task, position, kind, size", "items WHERE run = ?1 AND task > ?2 AND task <= ?3"],
  logs: [
    "task, attempt, seq, stream, time, text",
    "logs WHERE run = ?1 AND task > ?2 AND task <= ?3 ORDER BY task, attempt, seq",
  ],
  cards: [
    "task, attempt, id, position, type, revision, time, kind, size",
    "cards WHERE run = ?1 AND task > ?2 AND task <= ?3",
  ],
} as const;

/** What a seal speaks of. */
export type SealedPart = keyof typeof PARTS;

const ALL = Object.keys(PARTS) as SealedPart[];

/** In place of the digest of cards where there are none. */
const NOTHING = "none";

/** Tasks that one query looks at: bounds the memory that a wide run takes. */
const CHUNK = 2000;

/** Seals a run that has ended, in the transaction that ends it. */
export function sealRun(db: DatabaseSync, run: number): void {
  const seal = Object.fromEntries(ALL.map((part) => [part, digestOfPart(db, run, part)]));
  keepSeal(db, run, seal);
}

/** Seals a part of a run anew that has been changed, in the same transaction. */
export function sealPart(db: DatabaseSync, run: number, part: SealedPart): void {
  const seal = sealOf(db, run);
  if (seal !== null) keepSeal(db, run, { ...seal, [part]: digestOfPart(db, run, part) });
}

/** The parts of a run that are not what they were; none where it was never sealed. */
export function brokenParts(db: DatabaseSync, run: number): SealedPart[] {
  const seal = sealOf(db, run);
  if (seal === null) return [];
  return ALL.filter((part) => {
    try {
      return seal[part] !== digestOfPart(db, run, part);
    } catch (error) {
      // A text that has become bytes, say, which JSON cannot hold.
      if (sqliteCode(error) !== 1) throw error;
      return true;
    }
  });
}

/** Forgets the seals of runs that are deleted. */
export function dropSeals(db: DatabaseSync, runs: readonly number[]): void {
  const drop = statement(db, "DELETE FROM meta WHERE key = ?");
  for (const run of runs) drop.run(`seal:${run}`);
}

/** Seals what `meta` says of the store as a whole. */
export function sealMeta(db: DatabaseSync): void {
  statement(db, "INSERT OR REPLACE INTO meta (key, value) VALUES ('seal', ?)").run(metaDigest(db));
}

/** Whether `meta` is what it was; also where it was never sealed. */
export function isMetaWhole(db: DatabaseSync): boolean {
  const seal = statement(db, "SELECT value FROM meta WHERE key = 'seal'").get()?.value;
  return seal === undefined || seal === metaDigest(db);
}

function keepSeal(db: DatabaseSync, run: number, seal: Record<string, string>): void {
  statement(db, "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)")
    .run(`seal:${run}`, JSON.stringify(seal));
}

function sealOf(db: DatabaseSync, run: number): Record<string, string> | null {
  const row = statement(db, "SELECT value FROM meta WHERE key = ?").get(`seal:${run}`);
  if (row === undefined) return null;
  try {
    return JSON.parse(row.value as string);
  } catch {
    // It is the seal that is damaged: then nothing fits it.
    return {};
  }
}

function digestOfPart(db: DatabaseSync, run: number, part: SealedPart): string {
  if (part === "cards" && !hasCards(db, run)) return NOTHING;
  const [columns, where] = PARTS[part];
  const lines = statement(
    db,
    `SELECT group_concat(line, char(10)) AS lines FROM
      (SELECT json_array(${columns}) AS line FROM ${where})`,
  );
  const last = "SELECT max(number) AS last FROM tasks WHERE run = ?";
  const end = Number(statement(db, last).get(run)!.last ?? 0);
  const digests: string[] = [];
  // Task 0 is the run itself.
  for (let from = -1; from <= end; from += CHUNK) {
    const text = lines.get(run, from, from + CHUNK)!.lines;
    digests.push(text === null ? "" : digestOf(text as string));
    if (part === "run" || part === "tags") break;
  }
  return digests.length === 1 ? digests[0]! : digestOf(digests.join());
}

function hasCards(db: DatabaseSync, run: number): boolean {
  return statement(db, "SELECT 1 FROM cards WHERE run = ? LIMIT 1").get(run) !== undefined;
}

function metaDigest(db: DatabaseSync): string {
  const sql =
    `SELECT group_concat(line, char(10)) AS lines FROM (SELECT json_array(key, value) AS line
    FROM meta WHERE key <> 'seal' AND key NOT GLOB 'seal:*' ORDER BY key)`;
  return digestOf(`${statement(db, sql).get()!.lines}`);
}

/** Half of a SHA-256: plenty, where nobody chooses what changes. */
function digestOf(text: string): string {
  return digestSync(new TextEncoder().encode(text)).slice("sha256:".length, "sha256:".length + 32);
}
