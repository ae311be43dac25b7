import { OpenAPIHono, z } from "@hono/zod-openapi";
import { FlowError } from "../../../store/error.ts";
import { listSteps } from "../../../store/metadata/tasks.ts";
import { ByTasks } from "../store/by_tasks.ts";
import { type ApiContext, askOfRun, requireWritable, runOf } from "./context.ts";
import { defined } from "./defined.ts";
import { jsonRoute } from "./route.ts";
import { RunList } from "./run_list.ts";
import {
  FlowInfo,
  RunInfo as RunSchema,
  RunPage,
  RunPath,
  RunQuery,
  StepInfo as StepSchema,
  TagChange,
  TagInfo,
} from "./schemas.ts";

/** Flows, runs, and what belongs to a run as a whole. */
export function runRoutes(context: ApiContext) {
  const { reader } = context;
  const list = new RunList(context);
  const steps = new ByTasks((db, runs) => new Map(runs.map((run) => [run, listSteps(db, run)])));
  return new OpenAPIHono({ defaultHook })
    .openapi(
      jsonRoute("get", "/flows", "Flows that have runs", {}, z.array(FlowInfo)),
      async (c) => c.json(await reader.flows(), 200),
    )
    .openapi(
      jsonRoute("get", "/runs", "Runs, newest first unless it is asked otherwise", {
        request: { query: RunQuery },
      }, RunPage),
      async (c) => c.json(await list.page(c.req.valid("query")), 200),
    )
    .openapi(
      jsonRoute("get", "/runs/{flow}/{run}", "A run", { request: { params: RunPath } }, RunSchema),
      async (c) => c.json(await runOf(context, c.req.valid("param")), 200),
    )
    .openapi(
      jsonRoute(
        "get",
        "/runs/{flow}/{run}/steps",
        "The steps that it has reached, in that order",
        { request: { params: RunPath } },
        z.array(StepSchema),
      ),
      async (c) => {
        const found = await askOfRun(
          context,
          c.req.valid("param"),
          (run, { db }) => steps.get(db, [run]).get(run.id)!,
        );
        return c.json(found, 200);
      },
    )
    .openapi(
      jsonRoute(
        "get",
        "/runs/{flow}/{run}/graph",
        "The flow's graph as it was when it ran",
        { request: { params: RunPath } },
        z.record(z.string(), z.unknown()),
      ),
      async (c) => {
        const { run } = await runOf(context, c.req.valid("param"));
        return c.json(await reader.graph(run) as Record<string, unknown>, 200);
      },
    )
    .openapi(
      jsonRoute(
        "get",
        "/runs/{flow}/{run}/tags",
        "Its tags",
        { request: { params: RunPath } },
        z.array(TagInfo),
      ),
      async (c) => c.json(await reader.tags((await runOf(context, c.req.valid("param"))).run), 200),
    )
    .openapi(
      jsonRoute("post", "/runs/{flow}/{run}/tags", "Adds and removes tags; gives all", {
        request: {
          params: RunPath,
          body: { required: true, content: { "application/json": { schema: TagChange } } },
        },
      }, z.array(TagInfo)),
      async (c) => {
        requireWritable(context);
        const { run } = await runOf(context, c.req.valid("param"));
        await reader.changeTags(run, defined(c.req.valid("json")));
        return c.json(await reader.tags(run), 200);
      },
    );
}

/** Tells what is wrong with a request, as a problem. */
export function defaultHook(result: { success: boolean; error?: z.ZodError }) {
  if (result.success) return;
  const [issue] = result.error!.issues;
  const where = issue!.path.length === 0 ? "The request" : `"${issue!.path.join(".")}"`;
  throw new FlowError("bad-request", `${where} is not right: ${issue!.message}`);
}
