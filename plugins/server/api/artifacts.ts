import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { FlowError } from "../../../store/error.ts";
import { noArtifact } from "../../../core/client/missing.ts";
import type { ArtifactInfo } from "../../../core/client/reader.ts";
import { type ApiContext, placeOf } from "./context.ts";
import { DOWNLOAD_POLICY, FRAME_HEADERS } from "../guard/headers.ts";
import { Previewer } from "../preview/preview.ts";
import { asText, sniff } from "../preview/sniff.ts";
import { cutStream, peek, readRange } from "./range.ts";
import { jsonRoute, problem, PROBLEMS } from "./route.ts";
import { defaultHook } from "./runs.ts";
import {
  ArtifactInfo as ArtifactSchema,
  ArtifactPath,
  Preview,
  PreviewQuery,
  TaskPath,
} from "./schemas.ts";

/** Content types by kind; the bytes of all others are told as nothing in particular. */
const TYPES: Record<string, string> = {
  json: "application/json; charset=utf-8",
  ext: "application/json; charset=utf-8",
  text: "text/plain; charset=utf-8",
};

/** What tasks see and left, and the bytes of it. */
export function artifactRoutes(context: ApiContext) {
  const { reader } = context;
  const previewer = new Previewer(reader);
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
      jsonRoute(
        "get",
        "/runs/{flow}/{run}/tasks/{task}/artifacts/{name}/preview",
        "What it is, cut to what can be shown",
        { request: { params: ArtifactPath, query: PreviewQuery } },
        Preview,
      ),
      async (c) => {
        const { base64, ...artifact } = await artifactOf(context, c.req.valid("param"));
        const given = base64 === undefined ? artifact : { ...artifact, base64 };
        const content = await previewer.preview(given, c.req.valid("query"));
        return c.json({ artifact, content }, 200);
      },
    )
    .openapi(
      createRoute({
        method: "get",
        path: "/runs/{flow}/{run}/tasks/{task}/artifacts/{name}/frame",
        summary: "A value that is a page of HTML, to be shown in a frame without any rights",
        request: { params: ArtifactPath },
        responses: {
          200: { description: "The page", content: { "text/html": {} } },
          422: problem("It is no text"),
          ...PROBLEMS,
        },
      }),
      async (c) => {
        const info = await artifactOf(context, c.req.valid("param"));
        return new Response(await htmlOf(context, info), { headers: FRAME_HEADERS });
      },
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

/** Bytes of a page that is shown in a frame. */
const LARGEST_FRAME = 32 * 1024 * 1024;

/** The text of a value that is one. */
async function htmlOf({ reader }: ApiContext, info: ArtifactInfo): Promise<string> {
  const isText = ["json", "text", "bytes", "arraybuffer", "file"].includes(info.kind);
  if (isText && info.size <= LARGEST_FRAME) {
    const bytes = await reader.bytes(info);
    const text = info.kind === "json"
      ? JSON.parse(new TextDecoder().decode(bytes)) as unknown
      : asText(bytes, true);
    if (typeof text === "string") return text;
  }
  throw new FlowError("no-text", `Artifact "${info.name}" is no text that can be shown`, {
    hint: "Its bytes can be downloaded.",
  });
}

/**
 * What a flow wrote is never shown as a page of this server: it can only be downloaded. Images and
 * sounds can be shown by pages that name them, and for that need their type.
 */
async function bytesResponse(
  { reader }: ApiContext,
  info: ArtifactInfo,
  asked: Headers,
): Promise<Response> {
  const tag = `"${info.digest}"`;
  const headers = new Headers({
    "content-type": TYPES[info.kind] ?? "application/octet-stream",
    "content-security-policy": DOWNLOAD_POLICY,
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(info.name)}`,
    "accept-ranges": "bytes",
    etag: tag,
  });
  if (asked.get("if-none-match") === tag) return new Response(null, { status: 304, headers });
  const condition = asked.get("if-range");
  const isSame = condition === null || condition === tag;
  const range = readRange(isSame ? asked.get("range") ?? undefined : undefined, info.size);
  const { head, stream } = await peek(await reader.stream(info));
  if (["bytes", "arraybuffer", "file"].includes(info.kind)) {
    headers.set("content-type", sniff(head) ?? "application/octet-stream");
  }
  if (range === null) {
    headers.set("content-length", String(info.size));
    return new Response(stream, { headers });
  }
  headers.set("content-length", String(range.last - range.first + 1));
  headers.set("content-range", `bytes ${range.first}-${range.last}/${info.size}`);
  return new Response(cutStream(stream, range), { status: 206, headers });
}
