import type { StepInfo, TaskStatus } from "./reader.ts";

/** Tasks of several steps by status. */
export function sumTasks(steps: readonly StepInfo[]): Record<TaskStatus, number> {
  const sum = { queued: 0, running: 0, succeeded: 0, caught: 0, failed: 0, cancelled: 0 };
  for (const { tasks } of steps) {
    for (const status of Object.keys(sum) as TaskStatus[]) sum[status] += tasks[status];
  }
  return sum;
}
