import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import type { TypedResponse } from "hono";
import { findTask } from "../../../store/metadata/tasks.ts";
import { noTask } from "../../../core/client/missing.ts";
import { DOWNLOAD_POLICY } from "../guard/headers.ts";
import { Logs } from "../logs/logs.ts";
import type { LogOwner } from "../logs/log_source.ts";
import { type ApiContext, askOfRun } from "./context.ts";
import { jsonRoute, PROBLEMS } from "./route.ts";
import { defaultHook } from "./runs.ts";
import {
  LinePage,
  LinesQuery,
  LogTextQuery,
  SearchPage,
  SearchQuery,
  TaskPath,
} from "./schemas.ts";

const PAGE = 1000;
const MATCHES = 200;

/** Logs by line, of any length. */
export function logRoutes(context: ApiContext) {
  const logs = new Logs(context.store);
  const ownerOf = (
    path: { flow: string; run: string; task: string },
    { attempt, stream }: { attempt: number; stream?: LogOwner["stream"] | undefined },
  ): Promise<LogOwner> =>
    askOfRun(context, path, (run, store) => {
      const task = Number(path.task);
      if (task !== 0 && findTask(store.db, run.id, task) === undefined) {
        throw noTask(`${run.flow}/${run.number}`, "…", task);
      }
      const owner = { ...Logs.ownerOf(store, run.id, task), attempt };
      return stream === undefined ? owner : { ...owner, stream };
    });
  return new OpenAPIHono({ defaultHook })
    .openapi(
      jsonRoute(
        "get",
        "/runs/{flow}/{run}/tasks/{task}/logs/lines",
        "What an attempt printed, by line from either end or from a time on",
        { request: { params: TaskPath, query: LinesQuery } },
        LinePage,
      ),
      async (c) => {
        const { limit = PAGE, from, time, ...choice } = c.req.valid("query");
        const owner = await ownerOf(c.req.valid("param"), choice);
        return c.json(await logs.lines(owner, { from, time, limit }), 200);
      },
    )
    .openapi(
      jsonRoute(
        "get",
        "/runs/{flow}/{run}/tasks/{task}/logs/search",
        "Lines in which a text stands",
        { request: { params: TaskPath, query: SearchQuery } },
        SearchPage,
      ),
      async (c) => {
        const { q, from = 0, limit = MATCHES, case: exact, ...choice } = c.req.valid("query");
        const owner = await ownerOf(c.req.valid("param"), choice);
        const query = { q, from, limit, exact: exact === "true" };
        return c.json(await logs.search(owner, query), 200);
      },
    )
    .openapi(
      createRoute({
        method: "get",
        path: "/runs/{flow}/{run}/tasks/{task}/logs/text",
        summary: "All that an attempt printed, to be downloaded",
        request: { params: TaskPath, query: LogTextQuery },
        responses: {
          200: { description: "The text", content: { "text/plain": {} } },
          ...PROBLEMS,
        },
      }),
      async (c) => {
        const { flow, run, task } = c.req.valid("param");
        const query = c.req.valid("query");
        const owner = await ownerOf(c.req.valid("param"), query);
        const name = encodeURIComponent(`${flow}-${run}-${task}-${query.attempt}.log`);
        const response = new Response(logs.text(owner), {
          headers: {
            "content-type": "text/plain; charset=utf-8",
            "content-disposition": `attachment; filename*=UTF-8''${name}`,
            "content-security-policy": DOWNLOAD_POLICY,
          },
        });
        // Hono would have such a text made by itself, which wants all of it at once.
        return response as Response & TypedResponse<never, 200, "text">;
      },
    );
}
