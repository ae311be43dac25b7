import type { DatabaseSync } from "node:sqlite";
import type { RunStatus } from "./rows.ts";
import { statement } from "./statement.ts";

/** Milliseconds without a heartbeat after which a run counts as lost. */
export const LOST_AFTER = 30_000;

/** What tells whether a run that says it is running still is. */
export interface Heart {
  status: string;
  heartbeat: number;
  pid: number;
  host: string;
}

/**
 * The true status of a run: one that says it is running is `lost` when its process is gone, as far
 * as can be seen from this host, or when it has not said so for {@linkcode LOST_AFTER}.
 *
 * @param now Milliseconds since 1970.
 */
export function trueStatus(heart: Heart, now: number = Date.now()): RunStatus {
  if (heart.status !== "running") return heart.status as RunStatus;
  const gone = heart.host === Deno.hostname() && !isAlive(heart.pid);
  return gone || now - heart.heartbeat > LOST_AFTER ? "lost" : "running";
}

/** The true status of each run that says it is running, by its pathspec. */
export function trueStatuses(db: DatabaseSync): Map<string, RunStatus> {
  const sql = `SELECT flow || '/' || number AS run, status, heartbeat, pid, host FROM runs
    WHERE status = 'running'`;
  const rows = statement(db, sql).all() as unknown as (Heart & { run: string })[];
  return new Map(rows.map((row) => [row.run, trueStatus(row)]));
}

/** Whether there is a process of that id on this host. Where that cannot be known: true. */
export function isAlive(pid: number): boolean {
  if (Deno.build.os === "linux") {
    try {
      Deno.statSync(`/proc/${pid}`);
      return true;
    } catch (error) {
      return !(error instanceof Deno.errors.NotFound);
    }
  }
  try {
    // Signal 0 only asks. Deno's own `Deno.kill` does not know it.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}
