import type { DatabaseSync } from "node:sqlite";
import type { RunStatus } from "./rows.ts";
import { runById, type RunRecord } from "./runs.ts";
import { listTags } from "./tags.ts";
import { countTasks, type TaskCounts } from "./tasks.ts";

/** A run as other programs see it: what `flow runs --json` and `flow status --json` print. */
export interface RunView {
  /** `Flow/7`. */
  run: string;
  flow: string;
  status: RunStatus;
  /** ISO 8601, in UTC. */
  created: string;
  finished: string | null;
  user: string;
  /** Those of Flow and of users, by name. */
  tags: string[];
  params: Record<string, unknown>;
  project: { name: string; branch: string; production: boolean } | null;
  /** `Flow/3`, the run that it took results from, or null. */
  origin: string | null;
  tasks: TaskCounts;
  /** What failed, or null. */
  error: unknown;
}

/** {@linkcode RunView} of a run. */
export function viewRun(db: DatabaseSync, run: RunRecord): RunView {
  const origin = run.originRun === null ? undefined : runById(db, run.originRun);
  return {
    run: `${run.flow}/${run.number}`,
    flow: run.flow,
    status: run.status,
    created: new Date(run.created).toISOString(),
    finished: run.finished === null ? null : new Date(run.finished).toISOString(),
    user: run.user,
    tags: listTags(db, run.id).map(({ tag }) => tag),
    params: run.params,
    project: run.project,
    origin: origin ? `${origin.flow}/${origin.number}` : null,
    tasks: countTasks(db, run.id),
    error: run.error,
  };
}
