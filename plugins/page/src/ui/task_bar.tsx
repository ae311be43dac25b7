import type { TaskStatus } from "../../../../core/client/reader.ts";
import { count } from "../format.ts";
import { TASK_STATES } from "./status.tsx";

/** How many tasks there are in each state, as one bar and in words. */
export function TaskBar({ tasks }: { tasks: Record<TaskStatus, number> }) {
  const states = TASK_STATES.filter((state) => tasks[state] > 0);
  const total = states.reduce((sum, state) => sum + tasks[state], 0);
  const words = states.map((state) => `${count(tasks[state])} ${state}`).join(", ");
  const done = tasks.succeeded + tasks.caught;
  return (
    <span class="task-bar" title={words || "No tasks yet"}>
      <span class="track" aria-hidden="true">
        {states.map((state) => <i key={state} class={state} style={{ flexGrow: tasks[state] }} />)}
      </span>
      <span aria-hidden="true">
        {done === total ? count(total) : `${count(done)} / ${count(total)}`}
      </span>
      <span class="unseen">{words || "no tasks yet"}</span>
    </span>
  );
}
