import type { StepInfo, TaskStatus } from "../../../../core/client/reader.ts";

/** How a step stands as a whole; `waiting` where the run has not come to it. */
export type StepState = TaskStatus | "waiting";

/** What weighs most comes first: a step with one failed task has failed. */
const WEIGHT: readonly TaskStatus[] = [
  "failed",
  "running",
  "queued",
  "cancelled",
  "caught",
  "succeeded",
];

/** The state that stands for all tasks of a step. */
export function stateOf(step: StepInfo | undefined): StepState {
  return WEIGHT.find((status) => (step?.tasks[status] ?? 0) > 0) ?? "waiting";
}

/** How many tasks it has. */
export function totalOf(step: StepInfo | undefined): number {
  return step === undefined ? 0 : Object.values(step.tasks).reduce((sum, one) => sum + one, 0);
}
