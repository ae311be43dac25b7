import type { RunStatus, TaskStatus } from "../../../../core/client/reader.ts";
import { iconPath } from "./icon.tsx";

export type Status = RunStatus | TaskStatus;

/** The states of tasks, in the order in which bars and lists show them. */
export const TASK_STATES: readonly TaskStatus[] = [
  "succeeded",
  "caught",
  "failed",
  "cancelled",
  "running",
  "queued",
];

/** The states of runs. */
export const RUN_STATES: readonly RunStatus[] = [
  "running",
  "succeeded",
  "failed",
  "cancelled",
  "lost",
];

/** A state as a sign and its word. */
export function StatusWord({ status, compact }: { status: Status; compact?: boolean }) {
  return (
    <span class={`status ${status}`} title={compact ? status : undefined}>
      <StatusIcon status={status} />
      <span class={compact ? "unseen" : undefined}>{status}</span>
    </span>
  );
}

/** The sign of a state: each has a form of its own. */
export function StatusIcon({ status }: { status: Status }) {
  return (
    <svg
      class={`status-icon ${status}`}
      viewBox="0 0 16 16"
      width="14"
      height="14"
      aria-hidden="true"
    >
      <circle cx="8" cy="8" r="6" />
      <path d={iconPath(status)} />
    </svg>
  );
}
