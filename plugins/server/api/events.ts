import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import type { ApiContext } from "./context.ts";
import { PROBLEMS } from "./route.ts";
import { defaultHook } from "./runs.ts";
import { ChangeMessage, EventQuery } from "./schemas.ts";

/** What changes, as it changes. */
export function eventRoutes({ feed }: ApiContext) {
  return new OpenAPIHono({ defaultHook }).openapi(
    createRoute({
      method: "get",
      path: "/events",
      summary: "What changes, as server-sent events",
      description: "`change` tells of which run what has changed; ask for it then. " +
        "`lost` says that what was missed is not known: load all anew. " +
        "The `id` of each message, sent as `Last-Event-ID`, resumes after it, also when the " +
        "server was started again. Begin to listen, then load: so nothing is missed.",
      request: { query: EventQuery },
      responses: {
        200: {
          description: "Messages, until one side ends it",
          content: { "text/event-stream": { schema: ChangeMessage } },
        },
        ...PROBLEMS,
      },
    }),
    (c) => {
      const { run = null } = c.req.valid("query");
      const last = c.req.header("last-event-id") ?? null;
      return new Response(feed.listen(run, last), {
        headers: { "content-type": "text/event-stream", "cache-control": "no-store, no-transform" },
      });
    },
  );
}
