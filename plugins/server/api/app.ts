/**
 * The HTTP API of a store. Its OpenAPI document is made from the schemas that check requests, and
 * the type {@linkcode Api} is what typed clients (Hono's `hc`) are made of.
 *
 * @module
 */

import { OpenAPIHono } from "@hono/zod-openapi";
import { FlowError } from "../../../store/error.ts";
import { FLOW_VERSION } from "../../../store/version.ts";
import { artifactRoutes } from "./artifacts.ts";
import { cardRoutes } from "./cards.ts";
import { codeRoutes } from "./code.ts";
import type { ApiContext } from "./context.ts";
import { eventRoutes } from "./events.ts";
import { logRoutes } from "./logs.ts";
import { objectRoutes } from "./objects.ts";
import { problemResponse } from "./problem.ts";
import { runRoutes } from "./runs.ts";
import { taskRoutes } from "./tasks.ts";

/** Makes what is served: the API, below `/api`. */
export function createApp(context: ApiContext) {
  const app = new OpenAPIHono().route("/api", createApi(context));
  app.onError((error) => problemResponse(asRequestError(error)));
  app.notFound((c) =>
    problemResponse(
      new FlowError("not-found", `There is no ${c.req.method} ${c.req.path}`, {
        hint: "The API is below /api; GET /api/openapi.json tells what there is.",
      }),
    )
  );
  return app;
}

function createApi(context: ApiContext) {
  const api = new OpenAPIHono()
    .route("/", runRoutes(context))
    .route("/", taskRoutes(context))
    .route("/", artifactRoutes(context))
    .route("/", cardRoutes(context))
    .route("/", logRoutes(context))
    .route("/", codeRoutes(context))
    .route("/", objectRoutes(context))
    .route("/", eventRoutes(context));
  api.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "Flow",
      version: FLOW_VERSION,
      description: "What a store of Flow holds. Times are milliseconds since 1970, UTC.",
    },
    servers: [{ url: "/api" }],
  });
  return api;
}

/** The type of what is below `/api`, for clients. */
export type Api = ReturnType<typeof createApi>;

/** A body that is no JSON, say, is the client's mistake. */
function asRequestError(error: Error): Error {
  const { status } = error as { status?: unknown };
  return typeof status === "number" && status >= 400 && status < 500
    ? new FlowError("bad-request", error.message || "The request is not understood")
    : error;
}
