import { noRun, noStep, noTask } from "./missing.ts";
import type { Pathspec } from "./pathspec.ts";
import type { ArtifactInfo, Reader, RunInfo, TaskInfo } from "./reader.ts";

type RunPath = Required<Pick<Pathspec, "flow" | "run">>;
type TaskPath = RunPath & Required<Pick<Pathspec, "step" | "task">>;

/**
 * A run as it is now.
 *
 * @throws FlowError `not-found`.
 */
export async function loadRun(reader: Reader, { flow, run }: RunPath): Promise<RunInfo> {
  const info = await reader.run(flow, run);
  if (info === null) throw await noRun(reader, flow, run);
  return info;
}

/** The pathspec of a run, by its number also where `latest` was given. */
export async function runName(reader: Reader, path: RunPath): Promise<string> {
  if (path.run !== "latest") return `${path.flow}/${path.run}`;
  return (await loadRun(reader, path)).run;
}

/**
 * A task as it is now.
 *
 * @throws FlowError `not-found`, also where the task is one of another step.
 */
export async function loadTask(reader: Reader, path: TaskPath): Promise<TaskInfo> {
  const run = await runName(reader, path);
  const info = await reader.task(run, path.task);
  if (info?.step === path.step) return info;
  await loadRun(reader, path);
  await checkStep(reader, run, path.step);
  throw noTask(run, path.step, path.task, info?.step);
}

/**
 * Refuses a step that the flow of a run does not have.
 *
 * @throws FlowError `not-found`.
 */
export async function checkStep(reader: Reader, run: string, step: string): Promise<void> {
  const reached = (await reader.steps(run)).map((info) => info.step);
  if (reached.includes(step)) return;
  const graph = await reader.graph(run) as { steps?: { name: string }[] } | null;
  const names = graph?.steps?.map(({ name }) => name) ?? reached;
  if (!names.includes(step)) throw noStep(run, step, names);
}

/** The bytes of an encoded value. Those of a tiny one are here already. */
export async function readBytes(reader: Reader, info: ArtifactInfo): Promise<Uint8Array> {
  if (info.base64 !== undefined) return Uint8Array.fromBase64(info.base64);
  return await reader.bytes(info);
}

/** A value, decoded. */
export async function readValue(reader: Reader, info: ArtifactInfo): Promise<unknown> {
  return await reader.decode(info.kind, await readBytes(reader, info));
}
