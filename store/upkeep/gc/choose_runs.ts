import type { DatabaseSync } from "node:sqlite";
import { trueStatus } from "../../metadata/liveness.ts";
import { STEP_TAG } from "../../metadata/tags.ts";

/** Runs with this tag stay. */
export const PIN_TAG = "pin";

/** Which runs go. With none of these, none does. */
export interface RunChoice {
  /**
   * Of each flow the newest so many stay; of a flow with `@project`, of each of its branches. A run
   * of one step alone does not count as one of them.
   */
  keepLast?: number;
  /** Only runs that ended longer ago than so many milliseconds go. */
  olderThan?: number;
  /** Only runs of these flows go. */
  flows?: readonly string[];
}

/** A run that goes. */
export interface DoomedRun {
  id: number;
  flow: string;
  number: number;
}

/** Milliseconds without a heartbeat before a run of another host is taken for dead. */
const DEAD_AFTER = 24 * 60 * 60 * 1000;

/**
 * The runs that `choice` gives up. Runs that may still be running stay, and so do pinned ones.
 *
 * @param now Milliseconds since 1970.
 */
export function chooseRuns(db: DatabaseSync, choice: RunChoice, now: number): DoomedRun[] {
  const { keepLast, olderThan, flows } = choice;
  if (keepLast === undefined && olderThan === undefined) return [];
  const sql = `
    SELECT id, flow, number, status, heartbeat, pid, host,
      coalesce(finished, heartbeat) AS ended,
      row_number() OVER (
        PARTITION BY flow, json_extract(project, '$.branch'), EXISTS (
          SELECT 1 FROM tags WHERE run = runs.id AND system = 1 AND tag >= ?1 AND tag < ?2
        ) ORDER BY created DESC, id DESC
      ) AS rank,
      EXISTS (SELECT 1 FROM tags WHERE run = runs.id AND tag = ?3) AS pinned
    FROM runs`;
  return db.prepare(sql).all(STEP_TAG, `${STEP_TAG}\u{10ffff}`, PIN_TAG)
    .map((row) => row as unknown as Candidate)
    .filter((run) =>
      !run.pinned && !mayRun(run, now) &&
      (flows === undefined || flows.includes(run.flow)) &&
      (keepLast === undefined || run.rank > keepLast) &&
      (olderThan === undefined || now - run.ended > olderThan)
    )
    .map(({ id, flow, number }) => ({ id, flow, number }));
}

interface Candidate extends DoomedRun {
  status: string;
  heartbeat: number;
  pid: number;
  host: string;
  ended: number;
  rank: number;
  pinned: number;
}

/** A process that sleeps with its laptop is lost for a while, and then goes on. */
function mayRun(run: Candidate, now: number): boolean {
  if (run.status !== "running") return false;
  // With a fresh heartbeat only the process itself is looked at.
  return trueStatus({ ...run, heartbeat: now }, now) === "running" &&
    (run.host === Deno.hostname() || now - run.heartbeat < DEAD_AFTER);
}
