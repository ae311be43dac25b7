import type { TaskTabProps } from "../views.ts";

/** Attempts of a task, and where it comes from and leads to. */
export default function OverviewTab({ task }: TaskTabProps) {
  return <p>{task.number}</p>;
}
