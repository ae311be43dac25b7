import type { Reader, TaskInfo, TaskQuery } from "../../core/client/reader.ts";
import { iso, type TaskView, taskView } from "./task_view.ts";

const PAGE = 1000;

/** All tasks that a query finds, by number. */
export async function* tasksOf(
  reader: Reader,
  run: string,
  query: TaskQuery,
): AsyncGenerator<TaskInfo> {
  let after = query.after ?? 0;
  for (;;) {
    const page = await reader.tasks(run, { ...query, after, limit: PAGE });
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.number;
  }
}

/** The tasks of a step as `status --json` prints them. */
export async function stepViews(reader: Reader, run: string, step: string): Promise<TaskView[]> {
  const views: TaskView[] = [];
  for await (const task of tasksOf(reader, run, { step })) views.push(taskView(task));
  return views;
}

/** The steps of a run with their tasks counted, as `status --json` prints them. */
export async function stepCounts(reader: Reader, run: string) {
  return (await reader.steps(run)).map(({ step, started, finished, tasks }) => ({
    step,
    started: iso(started),
    finished: iso(finished),
    tasks,
  }));
}
