import type { DatabaseSync } from "node:sqlite";
import type { z } from "@hono/zod-openapi";
import { toTaskInfo } from "../../../core/client/records.ts";
import type { RunRecord } from "../../../store/metadata/runs.ts";
import { listTasks, placeOfTask, type TaskPlace } from "../../../store/metadata/tasks.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { defined } from "./defined.ts";
import type { TaskQuery } from "./schemas.ts";

const PAGE = 500;

/** A page of the tasks of a run. */
export function taskPage(db: DatabaseSync, run: RunRecord, query: z.infer<typeof TaskQuery>) {
  const { limit = PAGE, order, after, ...rest } = query;
  const place = after === undefined ? {} : { place: toPlace(after) };
  const filter = { ...defined(rest), ...place, descending: order === "desc" };
  // One more tells whether there is another page.
  const found = listTasks(db, run.id, { ...filter, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const name = `${run.flow}/${run.number}`;
  const last = found.length > limit ? placeOfTask(shown.at(-1)!, query.sort) : null;
  return {
    tasks: shown.map((task) => toTaskInfo(db, name, task)),
    next: last && toCursor({ key: last.key, row: last.number }),
  };
}

function toPlace(cursor: string): TaskPlace {
  // A list by number goes on after any.
  if (/^\d{1,15}$/.test(cursor)) return { key: Number(cursor), number: Number(cursor) };
  const { key, row } = fromCursor(cursor);
  return { key: typeof key === "number" ? key : null, number: row };
}
