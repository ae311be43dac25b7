import { OpenAPIHono, z } from "@hono/zod-openapi";
import { type ApiContext, askOfRun, placeOf, runOf, taskOf } from "./context.ts";
import { lineageOf } from "./lineage.ts";
import { jsonRoute } from "./route.ts";
import { defined } from "./defined.ts";
import { defaultHook } from "./runs.ts";
import { taskPage } from "./task_list.ts";
import { timelinePage } from "./timeline.ts";
import {
  AttemptInfo,
  FrameInfo,
  Lineage,
  LineageQuery,
  LogPage,
  LogQuery,
  orNull,
  PageQuery,
  RunPath,
  TaskInfo as TaskSchema,
  TaskPage,
  TaskPath,
  TaskQuery,
  Timeline,
  TimelineQuery,
} from "./schemas.ts";

const LOG_PAGE = 1000;

/** Tasks, their attempts and logs, and where they come from and lead to. */
export function taskRoutes(context: ApiContext) {
  const { reader } = context;
  return new OpenAPIHono({ defaultHook })
    .openapi(
      jsonRoute(
        "get",
        "/runs/{flow}/{run}/tasks",
        "Its tasks, by number unless it is asked otherwise",
        {
          request: { params: RunPath, query: TaskQuery },
        },
        TaskPage,
      ),
      async (c) => {
        const page = await askOfRun(
          context,
          c.req.valid("param"),
          (run, { db }) => taskPage(db, run, c.req.valid("query")),
        );
        return c.json(page, 200);
      },
    )
    .openapi(
      jsonRoute(
        "get",
        "/runs/{flow}/{run}/end",
        "The task that ended it; null when none has",
        { request: { params: RunPath } },
        orNull(TaskSchema),
      ),
      async (c) => {
        const { run } = await runOf(context, c.req.valid("param"));
        return c.json(await reader.endTask(run), 200);
      },
    )
    .openapi(
      jsonRoute(
        "get",
        "/runs/{flow}/{run}/timeline",
        "The attempts of its tasks by number, each as a short row",
        { request: { params: RunPath, query: TimelineQuery } },
        Timeline,
      ),
      async (c) => {
        const page = await askOfRun(
          context,
          c.req.valid("param"),
          ({ id }, { db }) => timelinePage(db, id, c.req.valid("query")),
        );
        return c.json(page, 200);
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
        "/runs/{flow}/{run}/tasks/{task}/lineage",
        "What came before and after it, and the artifacts between",
        { request: { params: TaskPath, query: LineageQuery } },
        Lineage,
      ),
      async (c) => {
        const { task, ...path } = c.req.valid("param");
        const lineage = await askOfRun(
          context,
          path,
          (run, store) => lineageOf(run, store, Number(task), c.req.valid("query")),
        );
        return c.json(lineage, 200);
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
