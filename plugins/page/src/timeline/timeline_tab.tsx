import type { RunTabProps } from "../views.ts";

/** Timeline of a run. */
export default function TimelineTab({ run }: RunTabProps) {
  return <p>{run.run}</p>;
}
