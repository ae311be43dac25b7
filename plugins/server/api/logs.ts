import { createRoute, OpenAPIHono, type z } from "@hono/zod-openapi";
import { searchLog } from "../../../store/metadata/log_search.ts";
import { logWindow } from "../../../store/metadata/log_window.ts";
import { DOWNLOAD_POLICY } from "../guard/headers.ts";
import { type ApiContext, askOfRun, placeOf } from "./context.ts";
import { defined } from "./defined.ts";
import { jsonRoute, PROBLEMS } from "./route.ts";
import { defaultHook } from "./runs.ts";
import { LogFound, LogPage, LogQuery, LogSearchQuery, LogTextQuery, TaskPath } from "./schemas.ts";

const PAGE = 1000;
/** Pieces of a download that are read at once. */
const DOWNLOADED = 64;

/** What attempts printed. */
export function logRoutes(context: ApiContext) {
  return new OpenAPIHono({ defaultHook })
    .openapi(
      jsonRoute("get", "/runs/{flow}/{run}/tasks/{task}/logs", "What an attempt printed", {
        request: { params: TaskPath, query: LogQuery },
      }, LogPage),
      async (c) => {
        const { limit = PAGE, characters = Infinity, from, ...query } = c.req.valid("query");
        const place = { ...defined(query), limit, characters };
        const page = await askOfTask(
          context,
          c.req.valid("param"),
          (db, run, task) =>
            logWindow(db, run, task, from === "end" ? { ...place, before: Infinity } : place),
        );
        return c.json(page, 200);
      },
    )
    .openapi(
      jsonRoute(
        "get",
        "/runs/{flow}/{run}/tasks/{task}/logs/search",
        "The nearest piece of a log that has a text",
        { request: { params: TaskPath, query: LogSearchQuery } },
        LogFound,
      ),
      async (c) => {
        const { q: text, ...query } = c.req.valid("query");
        const found = await askOfTask(
          context,
          c.req.valid("param"),
          (db, run, task) => searchLog(db, run, task, { ...defined(query), text }),
        );
        return c.json(found, 200);
      },
    )
    .openapi(
      createRoute({
        method: "get",
        path: "/runs/{flow}/{run}/tasks/{task}/logs/text",
        summary: "A log as a text to be downloaded",
        request: { params: TaskPath, query: LogTextQuery },
        responses: {
          200: { description: "The text", content: { "application/octet-stream": {} } },
          ...PROBLEMS,
        },
      }),
      async (c) => {
        const path = c.req.valid("param");
        const query = defined(c.req.valid("query"));
        const { run, task } = await placeOf(context, path);
        const name = `${run.replaceAll("/", "-")}-${task}-${query.attempt}.log`;
        return new Response(textOf(context, path, query), {
          headers: {
            "content-type": "text/plain; charset=utf-8",
            "content-security-policy": DOWNLOAD_POLICY,
            "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
          },
        });
      },
    );
}

type Path = z.infer<typeof TaskPath>;
type Database = Parameters<typeof logWindow>[0];

async function askOfTask<T>(
  context: ApiContext,
  { task, ...path }: Path,
  work: (db: Database, run: number, task: number) => T,
): Promise<T> {
  await placeOf(context, { ...path, task });
  return await askOfRun(context, path, (run, { db }) => work(db, run.id, Number(task)));
}

/** A log, piece by piece, as somebody takes it. */
function textOf(
  context: ApiContext,
  path: Path,
  query: { attempt: number; stream?: "stdout" | "stderr" | "flow" },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after: number | null = -1;
  return new ReadableStream({
    async pull(controller) {
      if (after === null) return controller.close();
      const place = { ...query, after, limit: DOWNLOADED, characters: 1_000_000 };
      const { pieces, next } = await askOfTask(
        context,
        path,
        (db, run, task) => logWindow(db, run, task, place),
      );
      after = next;
      const text = pieces.map(({ text }) => text).join("");
      if (text !== "") controller.enqueue(encoder.encode(text));
      else if (next === null) controller.close();
    },
  });
}
