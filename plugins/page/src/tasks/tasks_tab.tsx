import type { RunTabProps } from "../views.ts";

/** Tasks of a run. */
export default function TasksTab({ run }: RunTabProps) {
  return <p>{run.run}</p>;
}
