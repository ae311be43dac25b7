import { runParam } from "../api.ts";
import { hrefOf } from "../location.ts";

/** A value as a task sees it; task 0 stands for the whole run. */
export interface Place {
  /** `Demo/7` */
  run: string;
  task: number;
  name: string;
}

/** What routes of an artifact take. */
export function artifactParam({ run, task, name }: Place) {
  return { ...runParam(run), task: String(task), name: encodeURIComponent(name) };
}

/** The address of its bytes, or of its page for a frame. */
export function artifactUrl({ run, task, name }: Place, what: "bytes" | "frame"): string {
  return `/api${hrefOf("runs", ...run.split("/"), "tasks", task, "artifacts", name, what)}`;
}
