import type { ErrorRecord, RunStatus, TaskStatus } from "../../store/metadata/rows.ts";

/** What every event carries. */
interface EventBase {
  /** Milliseconds since 1970. */
  time: number;
  /** `Flow/7`. */
  run: string;
}

/** What events about one attempt carry. */
interface TaskEventBase extends EventBase {
  step: string;
  task: string;
  attempt: number;
}

/** Tasks of a run by status. */
export type TaskCounts = Partial<Record<TaskStatus, number>>;

/** What happens in a run, in order. A task is reported as ended only after that is durable. */
export type RunEvent =
  | (EventBase & { type: "run_started"; flow: string; store: string; origin: string | null })
  /** A resume has taken over finished tasks of its origin run. */
  | (EventBase & { type: "taken_over"; tasks: number; steps: Record<string, number> })
  | (TaskEventBase & { type: "task_started"; pid: number })
  | (TaskEventBase & { type: "task_succeeded"; duration: number })
  | (TaskEventBase & { type: "task_caught"; duration: number; error: ErrorRecord })
  /** `retryIn` is in milliseconds; left out where there is no further attempt. */
  | (TaskEventBase & { type: "attempt_failed"; error: ErrorRecord; retryIn?: number })
  | (TaskEventBase & { type: "task_failed"; error: ErrorRecord })
  | (TaskEventBase & { type: "task_cancelled" })
  | (EventBase & {
    type: "foreach_started";
    step: string;
    task: string;
    target: string;
    size: number;
  })
  | (TaskEventBase & { type: "log"; stream: "stdout" | "stderr" | "flow"; text: string })
  | (EventBase & { type: "warning"; message: string; hint?: string })
  | (EventBase & {
    type: "run_finished";
    status: Exclude<RunStatus, "running" | "lost">;
    duration: number;
    tasks: TaskCounts;
    error: (ErrorRecord & { step?: string; task?: string }) | null;
  });
