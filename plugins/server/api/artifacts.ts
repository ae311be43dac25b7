import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { noArtifact } from "../../../core/client/missing.ts";
import type { ArtifactInfo } from "../../../core/client/reader.ts";
import { type ApiContext, placeOf } from "./context.ts";
import { cutStream, readRange } from "./range.ts";
import { jsonRoute, PROBLEMS } from "./route.ts";
import { defaultHook } from "./runs.ts";
import { ArtifactInfo as ArtifactSchema, ArtifactPath, TaskPath } from "./schemas.ts";

/** Content types by kind; the bytes of all others are told as nothing in particular. */
const TYPES: Record<string, string> = {
  json: "application/json; charset=utf-8",
  ext: "application/json; charset=utf-8",
  text: "text/plain; charset=utf-8",
};

/** What tasks see and left, and the bytes of it. */
export function artifactRoutes(context: ApiContext) {
  const { reader } = context;
  return new OpenAPIHono({ defaultHook })
    .openapi(
      jsonRoute("get", "/runs/{flow}/{run}/tasks/{task}/artifacts", "What a task sees at its end", {
        request: { params: TaskPath },
      }, z.array(ArtifactSchema)),
      async (c) => {
        const { run, task } = await placeOf(context, c.req.valid("param"));
        return c.json(await reader.artifacts(run, task), 200);
      },
    )
    .openapi(
      jsonRoute("get", "/runs/{flow}/{run}/tasks/{task}/artifacts/{name}", "An artifact", {
        request: { params: ArtifactPath },
      }, ArtifactSchema),
      async (c) => c.json(await artifactOf(context, c.req.valid("param")), 200),
    )
    .openapi(
      createRoute({
        method: "get",
        path: "/runs/{flow}/{run}/tasks/{task}/artifacts/{name}/bytes",
        summary: "Its encoded value; parts of it by range",
        request: { params: ArtifactPath },
        responses: {
          200: { description: "The bytes", content: { "application/octet-stream": {} } },
          206: { description: "Part of the bytes", content: { "application/octet-stream": {} } },
          304: { description: "They are those that the client has" },
          416: { description: "There are none in the range" },
          ...PROBLEMS,
        },
      }),
      async (c) => {
        const info = await artifactOf(context, c.req.valid("param"));
        return await bytesResponse(context, info, c.req.raw.headers);
      },
    );
}

async function artifactOf(
  context: ApiContext,
  path: z.infer<typeof ArtifactPath>,
): Promise<ArtifactInfo> {
  const { run, task } = await placeOf(context, path);
  const info = await context.reader.artifact(run, task, path.name);
  if (info !== null) return info;
  const seen = await context.reader.artifacts(run, task);
  throw noArtifact(`${run}/task ${task}`, path.name, seen.map(({ name }) => name));
}

/** What a flow wrote is never shown as a page of this server: it can only be downloaded. */
async function bytesResponse(
  { reader }: ApiContext,
  info: ArtifactInfo,
  asked: Headers,
): Promise<Response> {
  const tag = `"${info.digest}"`;
  const headers = new Headers({
    "content-type": TYPES[info.kind] ?? "application/octet-stream",
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(info.name)}`,
    "accept-ranges": "bytes",
    etag: tag,
  });
  if (asked.get("if-none-match") === tag) return new Response(null, { status: 304, headers });
  const condition = asked.get("if-range");
  const isSame = condition === null || condition === tag;
  const range = readRange(isSame ? asked.get("range") ?? undefined : undefined, info.size);
  const stream = await reader.stream(info);
  if (range === null) {
    headers.set("content-length", String(info.size));
    return new Response(stream, { headers });
  }
  headers.set("content-length", String(range.last - range.first + 1));
  headers.set("content-range", `bytes ${range.first}-${range.last}/${info.size}`);
  return new Response(cutStream(stream, range), { status: 206, headers });
}
