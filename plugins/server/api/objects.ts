import { OpenAPIHono } from "@hono/zod-openapi";
import { usesOf } from "../../../store/metadata/uses.ts";
import { storedBytes } from "../../../store/upkeep/files.ts";
import { StatsReader } from "../store/stats_reader.ts";
import { type ApiContext, ask } from "./context.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { jsonRoute } from "./route.ts";
import { defaultHook } from "./runs.ts";
import { ObjectPath, ObjectUses, StoreQuery, StoreStats, UsesQuery } from "./schemas.ts";

const PAGE = 100;

/** What the store holds, whoever left it. */
export function objectRoutes(context: ApiContext) {
  const stats = new StatsReader(context.store);
  return new OpenAPIHono({ defaultHook })
    .openapi(
      jsonRoute("get", "/objects/{digest}", "Where the same bytes are used", {
        request: { params: ObjectPath, query: UsesQuery },
      }, ObjectUses),
      async (c) => {
        const { digest } = c.req.valid("param");
        const { after, limit = PAGE } = c.req.valid("query");
        const place = after === undefined ? null : fromCursor(after);
        const from = place && { run: Number(place.key), told: place.row };
        const answer = await ask(context, ({ db, objects, dir }) => {
          const { uses, next } = usesOf(db, digest, from, limit);
          const stat = objects.stat(digest);
          const object = stat && {
            size: stat.size,
            stored: stat.inline ? stat.size : storedBytes(dir, digest, stat.coding),
          };
          return {
            digest,
            object,
            uses,
            next: next && toCursor({ key: next.run, row: next.told }),
          };
        });
        return c.json(answer, 200);
      },
    )
    .openapi(
      jsonRoute("get", "/store", "How much the store holds, and of what", {
        request: { query: StoreQuery },
      }, StoreStats),
      async (c) => c.json(await stats.read(c.req.valid("query").largest ?? 10), 200),
    );
}
