import type { Reader, RunInfo, RunStatus, StepInfo, TaskStatus } from "../../core/client/reader.ts";

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

/** Tasks of several steps by status. */
export function sumTasks(steps: readonly StepInfo[]): Record<TaskStatus, number> {
  const sum = { queued: 0, running: 0, succeeded: 0, caught: 0, failed: 0, cancelled: 0 };
  for (const { tasks } of steps) {
    for (const status of Object.keys(sum) as TaskStatus[]) sum[status] += tasks[status];
  }
  return sum;
}
