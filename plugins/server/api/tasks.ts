import { OpenAPIHono, z } from "@hono/zod-openapi";
import { type ApiContext, placeOf, runOf, taskOf } from "./context.ts";
import { jsonRoute } from "./route.ts";
import { defaultHook, defined } from "./runs.ts";
import {
  AttemptInfo,
  FrameInfo,
  LogPage,
  LogQuery,
  PageQuery,
  RunPath,
  TaskInfo as TaskSchema,
  TaskPage,
  TaskPath,
  TaskQuery,
} from "./schemas.ts";

const PAGE = 500;
const LOG_PAGE = 1000;

/** Tasks, their attempts and logs, and where they come from and lead to. */
export function taskRoutes(context: ApiContext) {
  const { reader } = context;
  return new OpenAPIHono({ defaultHook })
    .openapi(
      jsonRoute("get", "/runs/{flow}/{run}/tasks", "Its tasks by number", {
        request: { params: RunPath, query: TaskQuery },
      }, TaskPage),
      async (c) => {
        const { run } = await runOf(context, c.req.valid("param"));
        const { limit = PAGE, ...query } = c.req.valid("query");
        const tasks = await reader.tasks(run, { ...defined(query), limit: limit + 1 });
        const shown = tasks.slice(0, limit);
        const next = tasks.length > limit ? shown.at(-1)!.number : null;
        return c.json({ tasks: shown, next }, 200);
      },
    )
    .openapi(
      jsonRoute(
        "get",
        "/runs/{flow}/{run}/end",
        "The task that ended it; null when none has",
        { request: { params: RunPath } },
        TaskSchema.nullable(),
      ),
      async (c) => {
        const { run } = await runOf(context, c.req.valid("param"));
        return c.json(await reader.endTask(run), 200);
      },
    )
    .openapi(
      jsonRoute("get", "/runs/{flow}/{run}/tasks/{task}", "A task", {
        request: { params: TaskPath },
      }, TaskSchema),
      async (c) => c.json(await taskOf(context, c.req.valid("param")), 200),
    )
    .openapi(
      jsonRoute("get", "/runs/{flow}/{run}/tasks/{task}/attempts", "Its attempts", {
        request: { params: TaskPath },
      }, z.array(AttemptInfo)),
      async (c) => {
        const { run, number } = await taskOf(context, c.req.valid("param"));
        return c.json(await reader.attempts(run, number), 200);
      },
    )
    .openapi(
      jsonRoute("get", "/runs/{flow}/{run}/tasks/{task}/parents", "In split order", {
        request: { params: TaskPath, query: PageQuery },
      }, z.array(TaskSchema)),
      async (c) => {
        const { run, number } = await taskOf(context, c.req.valid("param"));
        return c.json(await reader.parents(run, number, defined(c.req.valid("query"))), 200);
      },
    )
    .openapi(
      jsonRoute("get", "/runs/{flow}/{run}/tasks/{task}/children", "By number", {
        request: { params: TaskPath, query: PageQuery },
      }, z.array(TaskSchema)),
      async (c) => {
        const { run, number } = await taskOf(context, c.req.valid("param"));
        return c.json(await reader.children(run, number, defined(c.req.valid("query"))), 200);
      },
    )
    .openapi(
      jsonRoute(
        "get",
        "/runs/{flow}/{run}/tasks/{task}/frames",
        "Where in foreachs it is, outermost first",
        { request: { params: TaskPath } },
        z.array(FrameInfo),
      ),
      async (c) => {
        const { run, number } = await taskOf(context, c.req.valid("param"));
        return c.json(await reader.frames(run, number), 200);
      },
    )
    .openapi(
      jsonRoute("get", "/runs/{flow}/{run}/tasks/{task}/logs", "What an attempt printed", {
        request: { params: TaskPath, query: LogQuery },
      }, LogPage),
      async (c) => {
        const { run, task } = await placeOf(context, c.req.valid("param"));
        const { limit = LOG_PAGE, ...query } = c.req.valid("query");
        const found = await reader.logs(run, task, { ...defined(query), limit: limit + 1 });
        const pieces = found.slice(0, limit);
        const next = found.length > limit ? pieces.at(-1)!.seq : null;
        return c.json({ pieces, next }, 200);
      },
    );
}
