import { OpenAPIHono, z } from "@hono/zod-openapi";
import { FlowError } from "../../../store/error.ts";
import type { RunInfo, RunQuery as ReaderQuery } from "../../../core/client/reader.ts";
import { sumTasks } from "../../../core/client/sum_tasks.ts";
import { type ApiContext, requireWritable, runOf } from "./context.ts";
import { jsonRoute } from "./route.ts";
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

const PAGE = 50;
const CURSOR = /^[0-9]+\.[0-9]+$/;

/** Flows, runs, and what belongs to a run as a whole. */
export function runRoutes(context: ApiContext) {
  const { reader } = context;
  const rowOf = async (run: RunInfo) => ({
    ...run,
    tags: await reader.tags(run.run),
    tasks: sumTasks(await reader.steps(run.run)),
  });
  return new OpenAPIHono({ defaultHook })
    .openapi(
      jsonRoute("get", "/flows", "Flows that have runs", {}, z.array(FlowInfo)),
      async (c) => c.json(await reader.flows(), 200),
    )
    .openapi(
      jsonRoute("get", "/runs", "Runs, newest first", { request: { query: RunQuery } }, RunPage),
      async (c) => {
        const { tag, whole, limit = PAGE, after, ...rest } = c.req.valid("query");
        if (after !== undefined && !CURSOR.test(after)) {
          throw new FlowError("bad-cursor", `${JSON.stringify(after)} is not a cursor`, {
            hint: "Take the `next` of the page before.",
          });
        }
        const query: ReaderQuery = {
          ...defined(rest),
          ...(after === undefined ? {} : { after }),
          ...(tag === undefined ? {} : { tags: [tag].flat() }),
          ...(whole === "true" ? { whole: true } : {}),
        };
        // One more tells whether there is another page.
        const runs = await reader.runs({ ...query, limit: limit + 1 });
        const shown = runs.slice(0, limit);
        const next = runs.length > limit ? shown.at(-1)!.cursor : null;
        return c.json({ runs: await Promise.all(shown.map(rowOf)), next }, 200);
      },
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
      async (c) =>
        c.json(await reader.steps((await runOf(context, c.req.valid("param"))).run), 200),
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

/** Without members that are undefined, which the types of the client do not take. */
export function defined<T extends Record<string, unknown>>(
  given: T,
): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as { [K in keyof T]: Exclude<T[K], undefined> };
}
