import type { DatabaseSync } from "node:sqlite";
import { FlowError } from "../error.ts";
import { bitOf, noteChange } from "./changes.ts";
import { sealPart } from "./seals.ts";
import { statement, transact } from "./statement.ts";

/** The most tags that users may give a run, and characters that a tag may have. */
export const MAX_TAGS = 50;
export const MAX_TAG_LENGTH = 500;

/**
 * The beginning of the system tag of a run that ran one step of another run again, alone. Such a run
 * is not what the latest run of a flow means.
 */
export const STEP_TAG = "step:";

/** A tag of a run; system tags are Flow's own and stay. */
export interface TagRecord {
  tag: string;
  system: boolean;
}

/** The tags of a run by name. */
export function listTags(db: DatabaseSync, run: number): TagRecord[] {
  const sql = "SELECT tag, system FROM tags WHERE run = ? ORDER BY tag";
  return statement(db, sql).all(run).map((row) => ({
    tag: row.tag as string,
    system: row.system === 1,
  }));
}

/** The tags of each of these runs, by name. */
export function tagsOfRuns(db: DatabaseSync, runs: readonly number[]): Map<number, TagRecord[]> {
  const sql = `SELECT run, tag, system FROM json_each(?) AS j CROSS JOIN tags ON run = j.value
    ORDER BY tag`;
  const found = new Map<number, TagRecord[]>(runs.map((run) => [run, []]));
  for (const { run, tag, system } of statement(db, sql).all(JSON.stringify(runs))) {
    found.get(run as number)!.push({ tag: tag as string, system: system === 1 });
  }
  return found;
}

/**
 * Adds tags to a run and removes others, all or nothing. Those that are there already, or not there,
 * are passed over.
 *
 * @throws FlowError `bad-tag`, `too-many-tags`, and `system-tag` when one to remove is Flow's own.
 */
export function changeTags(
  db: DatabaseSync,
  run: number,
  change: { add?: readonly string[]; remove?: readonly string[] },
): void {
  checkTags(change.add ?? []);
  transact(db, () => {
    for (const tag of change.remove ?? []) removeTag(db, run, tag);
    insertTags(db, run, change.add ?? [], false);
    const sql = "SELECT count(*) AS n FROM tags WHERE run = ? AND system = 0";
    const count = Number(statement(db, sql).get(run)!.n);
    if (count > MAX_TAGS) throw tooMany(count);
    sealPart(db, run, "tags");
    noteChange(db, run, bitOf("tags"));
  });
}

/** Adds tags as they are; part of a transaction that the caller has begun. */
export function insertTags(
  db: DatabaseSync,
  run: number,
  tags: readonly string[],
  system: boolean,
): void {
  const sql = "INSERT OR IGNORE INTO tags (run, tag, system) VALUES (?, ?, ?)";
  for (const tag of tags) statement(db, sql).run(run, tag, system ? 1 : 0);
}

/**
 * Refuses what cannot be given to one run as tags.
 *
 * @throws FlowError `bad-tag` or `too-many-tags`, both wrong use.
 */
export function checkTags(tags: readonly string[]): void {
  const count = new Set(tags).size;
  if (count > MAX_TAGS) throw tooMany(count);
  for (const tag of tags) {
    const reason = tag === ""
      ? "it is empty"
      : tag.length > MAX_TAG_LENGTH
      ? `it has ${tag.length} characters, and ${MAX_TAG_LENGTH} is the most`
      : /\p{Cc}/u.test(tag)
      ? "it holds a control character"
      : !tag.isWellFormed()
      ? "it is not valid Unicode"
      : undefined;
    if (reason === undefined) continue;
    const shown = tag.length > 60 ? `${tag.slice(0, 60)}…` : tag;
    throw new FlowError("bad-tag", `Cannot use ${JSON.stringify(shown)} as a tag: ${reason}`, {
      exitCode: 2,
    });
  }
}

function removeTag(db: DatabaseSync, run: number, tag: string): void {
  const row = statement(db, "SELECT system FROM tags WHERE run = ? AND tag = ?").get(run, tag);
  if (row?.system === 1) {
    throw new FlowError("system-tag", `Cannot remove ${JSON.stringify(tag)}: it is a system tag`, {
      hint: "System tags say where a run came from. Only tags that were added can be removed.",
      exitCode: 2,
    });
  }
  statement(db, "DELETE FROM tags WHERE run = ? AND tag = ?").run(run, tag);
}

function tooMany(count: number): FlowError {
  return new FlowError(
    "too-many-tags",
    `Cannot give a run ${count} tags: ${MAX_TAGS} is the most`,
    {
      hint: "Remove tags that are no longer needed with `flow tag remove`.",
      exitCode: 2,
    },
  );
}
