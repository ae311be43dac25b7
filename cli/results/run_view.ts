import { sumTasks } from "../../core/client/sum_tasks.ts";
import type { Reader, RunInfo, RunStatus, TaskStatus } from "../../core/client/reader.ts";

/** A run as `runs --json` and `status --json` print it. */
export interface RunView {
  run: string;
  flow: string;
  status: RunStatus;
  /** ISO 8601, in UTC. */
  created: string;
  finished: string | null;
  user: string;
  tags: string[];
  params: Record<string, unknown>;
  project: RunInfo["project"];
  /** The run that it took results from. */
  origin: string | null;
  tasks: Record<TaskStatus, number>;
  error: unknown;
}

/** Gathers what is to be told of a run. */
export async function viewRun(reader: Reader, info: RunInfo): Promise<RunView> {
  const { run, flow, status, created, finished, user, params, project, origin, error } = info;
  return {
    run,
    flow,
    status,
    created: new Date(created).toISOString(),
    finished: finished === null ? null : new Date(finished).toISOString(),
    user,
    tags: (await reader.tags(run)).map(({ tag }) => tag),
    params,
    project,
    origin,
    tasks: sumTasks(await reader.steps(run)),
    error,
  };
}
