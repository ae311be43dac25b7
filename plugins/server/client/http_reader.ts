import { hc } from "hono/client";
import { FlowError } from "../../../store/error.ts";
import { lazy } from "../../../store/lazy.ts";
import type {
  ArtifactInfo,
  AttemptInfo,
  FlowInfo,
  FrameInfo,
  LogInfo,
  LogQuery,
  PageQuery,
  Reader,
  RunInfo,
  RunQuery,
  StepInfo,
  TagInfo,
  TaskInfo,
  TaskQuery,
} from "../../../core/client/reader.ts";
import type { Api } from "../api/app.ts";
import type { ProblemBody } from "../api/problem.ts";

/** Pages of runs and logs that one request asks for. */
const MOST_RUNS = 1000;
const MOST = 10_000;

type Fetch = typeof fetch;

/** What rows of a list have besides. */
interface Row {
  tags: unknown;
  tasks: unknown;
}

/** Answers the client from a store that `flow serve` serves elsewhere. */
export class HttpReader implements Reader {
  readonly #base: string;
  readonly #fetch: Fetch;
  readonly #api: ReturnType<typeof hc<Api>>;

  /**
   * @param base The server's address, `http://127.0.0.1:8000`.
   * @param token What it wants to be shown, if anything.
   */
  constructor(base: string, token?: string) {
    this.#base = base.replace(/\/+$/, "");
    const headers: Record<string, string> = token === undefined
      ? {}
      : { authorization: `Bearer ${token}` };
    this.#fetch = async (input, init) => {
      const given = new Headers(init?.headers);
      for (const [name, value] of Object.entries(headers)) given.set(name, value);
      let response: Response;
      try {
        response = await fetch(input, { ...init, headers: given });
      } catch (cause) {
        if (cause instanceof Deno.errors.NotCapable) throw cause;
        throw new FlowError("unreachable", `Cannot reach ${this.#base}: ${reasonOf(cause)}`, {
          hint: "Is `flow serve` running there?",
          cause,
        });
      }
      if (response.ok || response.status === 404) return response;
      throw await this.#problem(response);
    };
    this.#api = hc<Api>(`${this.#base}/api`, { fetch: this.#fetch });
  }

  async flows(): Promise<FlowInfo[]> {
    return await answer<FlowInfo[]>(await this.#api.flows.$get()) ?? [];
  }

  async runs({ tags, whole, limit = 100, after, ...query }: RunQuery): Promise<RunInfo[]> {
    const runs: RunInfo[] = [];
    while (runs.length < limit) {
      const asked = texts({
        ...query,
        after,
        tag: tags,
        whole: whole ? "true" as const : undefined,
        limit: Math.min(limit - runs.length, MOST_RUNS),
      });
      const page = await answer<{ runs: (RunInfo & Row)[]; next: string | null }>(
        await this.#api.runs.$get({ query: asked }),
      );
      for (const { tags: _, tasks: __, ...run } of page?.runs ?? []) runs.push(run);
      if (!page?.next) break;
      after = page.next;
    }
    return runs;
  }

  async run(flow: string, number: number | "latest"): Promise<RunInfo | null> {
    return await answer(await this.#run.$get({ param: { flow, run: String(number) } }));
  }

  async tags(run: string): Promise<TagInfo[]> {
    return await answer<TagInfo[]>(await this.#run.tags.$get({ param: runPath(run) })) ?? [];
  }

  async changeTags(run: string, change: { add?: string[]; remove?: string[] }): Promise<void> {
    await this.#run.tags.$post({ param: runPath(run), json: change });
  }

  async graph(run: string): Promise<unknown> {
    return await answer(await this.#run.graph.$get({ param: runPath(run) }));
  }

  async steps(run: string): Promise<StepInfo[]> {
    return await answer<StepInfo[]>(await this.#run.steps.$get({ param: runPath(run) })) ?? [];
  }

  async tasks(run: string, { limit = 1000, after, ...query }: TaskQuery): Promise<TaskInfo[]> {
    const asked = texts({ ...query, after: after?.toString(), limit: Math.min(limit, MOST) });
    const page = await answer<{ tasks: TaskInfo[] }>(
      await this.#run.tasks.$get({ param: runPath(run), query: asked }),
    );
    return page?.tasks ?? [];
  }

  async task(run: string, number: number): Promise<TaskInfo | null> {
    return await answer(await this.#task.$get({ param: taskPath(run, number) }));
  }

  async endTask(run: string): Promise<TaskInfo | null> {
    return await answer(await this.#run.end.$get({ param: runPath(run) }));
  }

  async attempts(run: string, task: number): Promise<AttemptInfo[]> {
    const response = await this.#task.attempts.$get({ param: taskPath(run, task) });
    return await answer<AttemptInfo[]>(response) ?? [];
  }

  async parents(run: string, task: number, page: PageQuery): Promise<TaskInfo[]> {
    const asked = { param: taskPath(run, task), query: texts({ ...page }) };
    return await answer<TaskInfo[]>(await this.#task.parents.$get(asked)) ?? [];
  }

  async children(run: string, task: number, page: PageQuery): Promise<TaskInfo[]> {
    const asked = { param: taskPath(run, task), query: texts({ ...page }) };
    return await answer<TaskInfo[]>(await this.#task.children.$get(asked)) ?? [];
  }

  async frames(run: string, task: number): Promise<FrameInfo[]> {
    const response = await this.#task.frames.$get({ param: taskPath(run, task) });
    return await answer<FrameInfo[]>(response) ?? [];
  }

  async artifacts(run: string, task: number): Promise<ArtifactInfo[]> {
    const response = await this.#task.artifacts.$get({ param: taskPath(run, task) });
    return await answer<ArtifactInfo[]>(response) ?? [];
  }

  async artifact(run: string, task: number, name: string): Promise<ArtifactInfo | null> {
    const param = { ...taskPath(run, task), name: encodeURIComponent(name) };
    return await answer(await this.#task.artifacts[":name"].$get({ param }));
  }

  async logs(run: string, task: number, { limit = 1000, ...query }: LogQuery): Promise<LogInfo[]> {
    const asked = texts({ ...query, limit: Math.min(limit, MOST) });
    const page = await answer<{ pieces: LogInfo[] }>(
      await this.#task.logs.$get({ param: taskPath(run, task), query: asked }),
    );
    return page?.pieces ?? [];
  }

  async bytes(artifact: ArtifactInfo): Promise<Uint8Array> {
    if (artifact.base64 !== undefined) return Uint8Array.fromBase64(artifact.base64);
    return await (await this.#bytesOf(artifact)).bytes();
  }

  async stream(artifact: ArtifactInfo): Promise<ReadableStream<Uint8Array>> {
    if (artifact.base64 !== undefined) return ReadableStream.from([await this.bytes(artifact)]);
    return (await this.#bytesOf(artifact)).body!;
  }

  async decode(kind: string, bytes: Uint8Array): Promise<unknown> {
    const { decode } = await lazy<typeof import("../../../store/objects/codec.ts")>(
      new URL("../../../store/objects/codec.ts", import.meta.url),
    );
    return decode(kind, bytes);
  }

  get #run() {
    return this.#api.runs[":flow"][":run"];
  }

  get #task() {
    return this.#run.tasks[":task"];
  }

  async #bytesOf({ run, task, name, digest }: ArtifactInfo): Promise<Response> {
    const { flow, run: number } = runPath(run);
    const path = [flow, number, "tasks", task, "artifacts", name].map((part) =>
      encodeURIComponent(part)
    );
    const url = `${this.#base}/api/runs/${path.join("/")}/bytes`;
    const response = await this.#fetch(url);
    if (response.status === 404) throw await this.#problem(response);
    const tag = response.headers.get("etag");
    if (tag === `"${digest}"`) return response;
    await response.body?.cancel();
    throw new FlowError("not-found", `Artifact "${name}" of ${run} is not what it was`);
  }

  /** What the server says is wrong, as an error like those of a store on this machine. */
  async #problem(response: Response): Promise<FlowError> {
    const problem = await response.json().catch(() => null) as ProblemBody | null;
    if (problem === null || typeof problem.detail !== "string") {
      return new FlowError("unreachable", `${this.#base} answers with ${response.status}`, {
        hint: "Is it a server of Flow?",
      });
    }
    const { code, detail, hint } = problem;
    return new FlowError(code, detail, hint === undefined ? {} : { hint });
  }
}

interface JsonResponse {
  ok: boolean;
  json(): Promise<unknown>;
}

/**
 * The answer; null where there is no such thing. What it is stands in the client's own types: those
 * made of schemas say of an optional member that it may be there and undefined, which JSON cannot.
 */
async function answer<T>(response: JsonResponse): Promise<T | null> {
  const body = await response.json();
  return response.ok ? body as T : null;
}

function runPath(run: string): { flow: string; run: string } {
  const slash = run.indexOf("/");
  return { flow: run.slice(0, slash), run: run.slice(slash + 1) };
}

function taskPath(run: string, task: number) {
  return { ...runPath(run), task: String(task) };
}

/** Members that are given; numbers as text, as queries carry them. */
function texts<T extends Record<string, unknown>>(given: T) {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined).map(([name, value]) => [
      name,
      typeof value === "number" ? String(value) : value,
    ]),
  ) as { [K in keyof T]: Exclude<T[K], undefined> };
}

function reasonOf(cause: unknown): string {
  return (cause as Error).message.replace(/^.*?: /, "").split("\n")[0]!;
}
