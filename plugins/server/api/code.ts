import { OpenAPIHono } from "@hono/zod-openapi";
import { runCommands } from "../../../core/client/commands.ts";
import { toRunInfo } from "../../../core/client/records.ts";
import { didYouMean } from "../../../core/flow/nearest.ts";
import type { Graph } from "../../../core/graph/graph.ts";
import type { CodeFile, CodeManifest } from "../../../core/snapshot/code_package.ts";
import { FlowError } from "../../../store/error.ts";
import type { RunRecord } from "../../../store/metadata/runs.ts";
import { listTags } from "../../../store/metadata/tags.ts";
import type { Store } from "../../../store/store.ts";
import { type ApiContext, askOfRun } from "./context.ts";
import { jsonRoute } from "./route.ts";
import { defaultHook } from "./runs.ts";
import { Code, CodeFileQuery, CodeText, Environment, RunPath } from "./schemas.ts";

/** Bytes of a file that are shown. */
const SHOWN = 2 * 1024 * 1024;

/** What a run was made from: its code, where it ran, and how it can be had again. */
export function codeRoutes(context: ApiContext) {
  return new OpenAPIHono({ defaultHook })
    .openapi(
      jsonRoute(
        "get",
        "/runs/{flow}/{run}/environment",
        "Where it ran, and the commands to go on from it",
        { request: { params: RunPath } },
        Environment,
      ),
      async (c) => c.json(await askOfRun(context, c.req.valid("param"), environmentOf), 200),
    )
    .openapi(
      jsonRoute(
        "get",
        "/runs/{flow}/{run}/code",
        "The files of its code package, and where each step is",
        { request: { params: RunPath } },
        Code,
      ),
      async (c) => c.json(await askOfRun(context, c.req.valid("param"), codeOf), 200),
    )
    .openapi(
      jsonRoute("get", "/runs/{flow}/{run}/code/file", "One of these files", {
        request: { params: RunPath, query: CodeFileQuery },
      }, CodeText),
      async (c) => {
        const { path } = c.req.valid("query");
        const text = await askOfRun(
          context,
          c.req.valid("param"),
          (run, store) => textOf(run, store, path),
        );
        return c.json(text, 200);
      },
    );
}

function environmentOf(run: RunRecord, store: Store) {
  const tags = listTags(store.db, run.id).filter(({ system }) => system);
  const tagged = (name: string) =>
    tags.find(({ tag }) => tag.startsWith(`${name}:`))?.tag.slice(name.length + 1) ?? null;
  const { user, host, pid, file, class: className, heartbeat } = run;
  return {
    user,
    host,
    pid,
    flowVersion: tagged("flow_version"),
    denoVersion: tagged("deno_version"),
    file,
    class: className,
    heartbeat,
    commands: runCommands(toRunInfo(store.db, run), read<Partial<Graph>>(store, run.graph)),
  };
}

function codeOf(run: RunRecord, store: Store) {
  const { entry = null, files } = manifestOf(run, store);
  // The project's folder, as it was on the machine that ran it.
  const root = entry !== null && run.file.endsWith(`/${entry}`)
    ? run.file.slice(0, -entry.length)
    : null;
  const known = new Set(files.map(({ path }) => path));
  const graph = read<Partial<Graph>>(store, run.graph);
  const steps = (graph?.steps ?? []).map(({ name, location, endLine }) => {
    const path = root !== null && location.file.startsWith(root)
      ? location.file.slice(root.length)
      : null;
    const isKnown = path !== null && known.has(path);
    return { step: name, path: isKnown ? path : null, line: location.line, endLine };
  });
  return { entry, files: files.map(({ path, digest, size }) => ({ path, digest, size })), steps };
}

function textOf(run: RunRecord, store: Store, path: string) {
  const { files } = manifestOf(run, store);
  const file = files.find((one) => one.path === path);
  if (file === undefined) {
    const names = files.map((one) => one.path);
    throw new FlowError(
      "not-found",
      `Run "${run.flow}/${run.number}" has recorded no file ${JSON.stringify(path)}`,
      { hint: didYouMean(path, names, "Its files") },
    );
  }
  const bytes = store.objects.get(file.digest);
  const shown = bytes.subarray(0, SHOWN);
  const text = new TextDecoder().decode(shown);
  const { digest, size } = file;
  const isText = !text.includes("\0");
  return { path, digest, size, text: isText ? text : null, cut: bytes.length > SHOWN };
}

function manifestOf(run: RunRecord, store: Store): { entry?: string; files: CodeFile[] } {
  const manifest: Partial<CodeManifest> = JSON.parse(
    new TextDecoder().decode(store.objects.get(run.code)),
  );
  return { files: [], ...manifest };
}

/** An object that is JSON; null where it is lost, so that the rest can still be told. */
function read<T>({ objects }: Store, digest: string): T | null {
  try {
    return JSON.parse(new TextDecoder().decode(objects.get(digest)));
  } catch {
    return null;
  }
}
