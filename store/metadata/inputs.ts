/**
 * What the inputs of a join see, for all inputs at once. Between the split and the join each input
 * has a way of its own; from the split on back they share one. So the ways are walked only to the
 * split, many in one query, and what lies behind it is looked up once.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { type ArtifactRecord, visibleArtifact, visibleArtifacts } from "./artifacts.ts";
import { type ArtifactRef, refOfRow } from "./rows.ts";
import { statement } from "./statement.ts";

/** Inputs that one query looks at: bounds the memory of a join of a very wide foreach. */
const CHUNK = 5_000;

/**
 * `open` ways lead on to the split (or to the first task); others end in a join on the way, which
 * began with nothing.
 */
const WAYS = `WITH RECURSIVE way (input, number, parent, joined, depth) AS (
    SELECT j.key, t.number, t.parent, t.joined, 0
      FROM json_each(?2) AS j CROSS JOIN tasks AS t ON t.run = ?1 AND t.number = j.value
    UNION ALL
    SELECT way.input, t.number, t.parent, t.joined, way.depth + 1 FROM way
      CROSS JOIN tasks AS t ON t.run = ?1 AND t.number = way.parent
      WHERE way.joined = 0 AND way.parent IS NOT ?3 AND t.number < way.number
  ), opened (input) AS (
    SELECT input FROM way WHERE joined = 0 AND (parent IS ?3 OR parent IS NULL)
  )`;

/**
 * Artifact `name` as each of `tasks` sees it at its end.
 *
 * @param stopAt The task that split, which all of `tasks` come from; null if there is none.
 * @returns In the order of `tasks`; null where it is not seen.
 */
export function artifactOfTasks(
  db: DatabaseSync,
  run: number,
  tasks: readonly number[],
  name: string,
  stopAt: number | null,
): (ArtifactRef | null)[] {
  const sql = `${WAYS}
    SELECT input, digest, kind, size, data, min(depth) FROM way
      CROSS JOIN artifacts AS a ON a.run = ?1 AND a.task = way.number AND a.name = ?4
      GROUP BY input`;
  const shared = visibleArtifact(db, run, stopAt ?? 0, name) ?? null;
  const general = stopAt === null ? shared : visibleArtifact(db, run, 0, name) ?? null;
  const found: (ArtifactRef | null)[] = [];
  for (const chunk of chunks(tasks)) {
    const start = found.length;
    // Which ways are open matters only where that makes a difference.
    const open = shared?.task === general?.task ? null : openWays(db, run, chunk, stopAt);
    for (let input = 0; input < chunk.length; input++) {
      const behind = open === null || open[input] ? shared : general;
      found.push(behind && refOfRow(behind as unknown as Record<string, unknown>));
    }
    for (const row of statement(db, sql).iterate(run, JSON.stringify(chunk), stopAt, name)) {
      found[start + Number(row.input)] = row.digest === "" ? null : refOfRow(row);
    }
  }
  return found;
}

/** What one input of a join has on its own way. */
export interface OwnWay {
  /** The way leads back to the split: what is seen there is seen here too, unless it is hidden. */
  open: boolean;
  /** What was set on the way, by name; an empty digest hides what lies behind. */
  own: Map<string, ArtifactRef>;
}

/**
 * What each of `tasks` has set or hidden on its way from the split.
 *
 * @param stopAt As for {@linkcode artifactOfTasks}.
 * @returns In the order of `tasks`.
 */
export function ownOfTasks(
  db: DatabaseSync,
  run: number,
  tasks: readonly number[],
  stopAt: number | null,
): OwnWay[] {
  const sql = `${WAYS}
    SELECT input, name, digest, kind, size, data, min(depth) FROM way
      CROSS JOIN artifacts AS a ON a.run = ?1 AND a.task = way.number
      GROUP BY input, name`;
  const ways: OwnWay[] = [];
  for (const chunk of chunks(tasks)) {
    if (areSingle(db, run, chunk, stopAt)) {
      ways.push(...ownOfSingle(db, run, chunk));
      continue;
    }
    const start = ways.length;
    for (const open of openWays(db, run, chunk, stopAt)) ways.push({ open, own: new Map() });
    for (const row of statement(db, sql).iterate(run, JSON.stringify(chunk), stopAt)) {
      ways[start + Number(row.input)]!.own.set(row.name as string, refOfRow(row));
    }
  }
  return ways;
}

/** Whether each way is one task long, as between most foreachs and their joins. */
function areSingle(
  db: DatabaseSync,
  run: number,
  tasks: readonly number[],
  stopAt: number | null,
): boolean {
  const sql = `SELECT 1 FROM json_each(?2) AS j
    CROSS JOIN tasks AS t ON t.run = ?1 AND t.number = j.value
    WHERE t.joined = 1 OR t.parent IS NOT ?3 LIMIT 1`;
  return statement(db, sql).get(run, JSON.stringify(tasks), stopAt) === undefined;
}

function ownOfSingle(db: DatabaseSync, run: number, tasks: readonly number[]): OwnWay[] {
  const sql = `SELECT task, name, digest, kind, size, data FROM json_each(?2) AS j
    CROSS JOIN artifacts AS a ON a.run = ?1 AND a.task = j.value`;
  const own = new Map(tasks.map((task) => [task, new Map<string, ArtifactRef>()]));
  for (const row of statement(db, sql).all(run, JSON.stringify(tasks))) {
    own.get(row.task as number)!.set(row.name as string, refOfRow(row));
  }
  return tasks.map((task) => ({ open: true, own: own.get(task)! }));
}

/**
 * All artifacts as each of `tasks` sees them at its end, by name.
 *
 * @param stopAt As for {@linkcode artifactOfTasks}.
 * @returns In the order of `tasks`.
 */
export function visibleOfTasks(
  db: DatabaseSync,
  run: number,
  tasks: readonly number[],
  stopAt: number | null,
): Map<string, ArtifactRef>[] {
  const { shared, general } = behind(db, run, stopAt);
  return ownOfTasks(db, run, tasks, stopAt).map(({ open, own }) => {
    const seen = new Map(open ? shared : general);
    for (const [name, ref] of own) {
      if (ref.digest === "") seen.delete(name);
      else seen.set(name, ref);
    }
    return seen;
  });
}

/** What the inputs of a join say of one name. */
export interface Agreement {
  /** The value on which all inputs that see the name agree, or null if they do not. */
  ref: ArtifactRef | null;
  /** How many inputs see it. */
  inputs: number;
}

/**
 * On which artifacts `tasks` agree: what a merge takes and refuses. Counted by the database, so the
 * memory goes with the number of names and not of inputs. Without parameters and constants.
 *
 * @param stopAt As for {@linkcode artifactOfTasks}.
 * @returns By name.
 */
export function agreementOfTasks(
  db: DatabaseSync,
  run: number,
  tasks: readonly number[],
  stopAt: number | null,
): Map<string, Agreement> {
  const sql = `${WAYS}, set_by (input, name, digest, kind, size, data, depth) AS (
      SELECT input, name, digest, kind, size, data, min(depth) FROM way
        CROSS JOIN artifacts AS a ON a.run = ?1 AND a.task = way.number
        GROUP BY input, name
    )
    SELECT name, digest, kind, size, data, count(*) AS inputs,
      total(input IN (SELECT input FROM opened)) AS open
      FROM set_by GROUP BY name, digest, kind`;
  const agreements = new Map<string, Agreement>();
  const setInOpen = new Map<string, number>();
  let open = 0;
  for (const chunk of chunks(tasks)) {
    for (const isOpen of openWays(db, run, chunk, stopAt)) if (isOpen) open++;
    for (const row of statement(db, sql).iterate(run, JSON.stringify(chunk), stopAt)) {
      const name = row.name as string;
      setInOpen.set(name, (setInOpen.get(name) ?? 0) + Number(row.open));
      if (row.digest !== "") agree(agreements, name, refOfRow(row), Number(row.inputs));
    }
  }
  for (const { name, task, ...ref } of stopAt === null ? [] : visibleArtifacts(db, run, stopAt)) {
    const rest = open - (setInOpen.get(name) ?? 0);
    if (rest > 0 && task !== 0) agree(agreements, name, ref, rest);
  }
  return agreements;
}

function agree(all: Map<string, Agreement>, name: string, ref: ArtifactRef, inputs: number): void {
  const before = all.get(name);
  if (before === undefined) all.set(name, { ref, inputs });
  else {
    before.inputs += inputs;
    if (before.ref?.digest !== ref.digest || before.ref.kind !== ref.kind) before.ref = null;
  }
}

/** For each of `tasks` whether its way leads on to the split. */
function openWays(
  db: DatabaseSync,
  run: number,
  tasks: readonly number[],
  stopAt: number | null,
): boolean[] {
  const sql = `${WAYS} SELECT input FROM opened`;
  const open: boolean[] = tasks.map(() => false);
  for (const row of statement(db, sql).iterate(run, JSON.stringify(tasks), stopAt)) {
    open[Number(row.input)] = true;
  }
  return open;
}

function behind(db: DatabaseSync, run: number, stopAt: number | null) {
  const byName = (records: ArtifactRecord[]) =>
    new Map<string, ArtifactRef>(
      records.map(({ name, task: _, ...ref }) => [name, ref]),
    );
  const general = byName(visibleArtifacts(db, run, 0));
  const shared = stopAt === null ? general : byName(visibleArtifacts(db, run, stopAt));
  return { shared, general };
}

function* chunks(tasks: readonly number[]): Generator<readonly number[]> {
  for (let start = 0; start < tasks.length; start += CHUNK) {
    yield tasks.slice(start, start + CHUNK);
  }
}
