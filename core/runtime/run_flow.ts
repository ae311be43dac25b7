import { lazy } from "../../store/lazy.ts";
import { LocalReader } from "../client/local_reader.ts";
import { Run } from "../client/run.ts";
import type { RunEvent } from "./events.ts";
import type { ResumeOptions, RunOptions } from "./run/options.ts";

/** How {@linkcode runFlow} runs a flow. */
export type RunFlowOptions =
  & Omit<RunOptions, "file" | "loaded" | "prespawned" | "inspect" | "onEvent">
  & {
    /** Told of all that happens. */
    onEvent?: (event: RunEvent) => void;
  };

/** How {@linkcode resumeFlow} resumes a run. */
export type ResumeFlowOptions =
  & Omit<ResumeOptions, "file" | "loaded" | "prespawned" | "inspect">
  & Pick<RunFlowOptions, "onEvent">;

/**
 * Runs a flow from a program, as `flow run` does: checked first, in its own processes, everything
 * kept.
 *
 * @typeParam F The flow's class, for the types of its artifacts.
 * @param file The flow's file: a path, `PATH:ClassName`, or a `file:` URL.
 * @returns The run when it has ended, whether it succeeded or not: see `run.status`.
 * @throws {FlowError} Where the flow does not pass its check, or what it is given does not fit.
 *
 * @example
 * ```ts
 * const run = await runFlow<GenreStats>("flow.ts", { params: { minVotes: 500 } });
 * console.log(await run.status, await run.get("means"));
 * ```
 */
export async function runFlow<F = Record<string, unknown>>(
  file: string | URL,
  options: RunFlowOptions = {},
): Promise<Run<F>> {
  const { startRun } = await lazy<typeof import("./run.ts")>(new URL("./run.ts", import.meta.url));
  return await finished<F>(await startRun({ ...options, file: pathOf(file) }));
}

/**
 * Resumes a run from a program, as `flow resume` does.
 *
 * @param file As for {@linkcode runFlow}.
 * @throws {FlowError} As {@linkcode runFlow}, and where there is no run to resume.
 */
export async function resumeFlow<F = Record<string, unknown>>(
  file: string | URL,
  options: ResumeFlowOptions = {},
): Promise<Run<F>> {
  const { resumeRun } = await lazy<typeof import("./resume.ts")>(
    new URL("./resume.ts", import.meta.url),
  );
  return await finished<F>(await resumeRun({ ...options, file: pathOf(file) }));
}

async function finished<F>(
  handle: { run: string; store: string; ended: Promise<unknown> },
): Promise<Run<F>> {
  await handle.ended;
  return new Run<F>(handle.run, new LocalReader(handle.store));
}

function pathOf(file: string | URL): string {
  const text = String(file);
  return text.startsWith("file:") ? decodeURIComponent(new URL(text).pathname) : text;
}
