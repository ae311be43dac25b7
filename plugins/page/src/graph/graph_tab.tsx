import type { RunTabProps } from "../views.ts";

/** Graph of a run. */
export default function GraphTab({ run }: RunTabProps) {
  return <p>{run.run}</p>;
}
