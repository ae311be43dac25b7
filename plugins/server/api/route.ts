import { createRoute, type RouteConfig, type z } from "@hono/zod-openapi";
import { Problem } from "./schemas.ts";

/** An answer that says what is wrong. */
export const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: Problem } },
});

/** What every route may answer besides. */
export const PROBLEMS = {
  400: problem("The request is not understood"),
  404: problem("There is no such thing in this store"),
  500: problem("The store cannot tell: it is damaged, say"),
  503: problem("There is no store"),
} as const;

/** What routes that change something may answer besides. */
const REFUSED = {
  403: problem("This server changes nothing"),
  422: problem("It cannot be done"),
} as const;

/** A route that answers with JSON of one shape. */
export function jsonRoute<
  M extends "get" | "post",
  P extends string,
  const R extends Omit<RouteConfig, "path" | "responses" | "method">,
  S extends z.ZodType,
>(method: M, path: P, summary: string, request: R, schema: S) {
  return createRoute({
    ...request,
    method,
    path,
    summary,
    responses: {
      200: { description: summary, content: { "application/json": { schema } } },
      ...PROBLEMS,
      ...(method === "get" ? {} : REFUSED),
    },
  });
}
