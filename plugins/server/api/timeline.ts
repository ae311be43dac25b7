import type { DatabaseSync } from "node:sqlite";
import type { z } from "@hono/zod-openapi";
import { listSpans } from "../../../store/metadata/timeline.ts";
import { defined } from "./defined.ts";
import { TaskStatus, type Timeline, type TimelineQuery } from "./schemas.ts";

/** Tasks of a page. */
const PAGE = 10_000;

/** A page of the attempts of a run: a tenth of what it would take with names in each row. */
export function timelinePage(
  db: DatabaseSync,
  run: number,
  { limit = PAGE, ...query }: z.infer<typeof TimelineQuery>,
): z.infer<typeof Timeline> {
  const spans = listSpans(db, run, { ...defined(query), limit });
  const steps = new Map<string, number>();
  const statuses = TaskStatus.options;
  let tasks = 0;
  let last = 0;
  const attempts = spans.map((span): z.infer<typeof Timeline>["attempts"][number] => {
    const { task, attempt, queued, started, finished } = span;
    let step = steps.get(span.step);
    if (step === undefined) steps.set(span.step, step = steps.size);
    if (task !== last) tasks++;
    last = task;
    const status = statuses.indexOf(span.status);
    return [step, task, attempt, status, queued, started, finished, span.taken ? 1 : 0];
  });
  return { steps: [...steps.keys()], statuses, attempts, next: tasks < limit ? null : last };
}
