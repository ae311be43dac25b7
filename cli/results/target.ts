import { checkStep, loadRun, loadTask } from "../../core/client/load.ts";
import { parsePathspec } from "../../core/client/pathspec.ts";
import type { Reader, RunInfo, TaskInfo } from "../../core/client/reader.ts";
import { usageError } from "../framework/usage_error.ts";

/** What a pathspec on the command line names; it is there. */
export interface Target {
  run: RunInfo;
  step?: string;
  task?: TaskInfo;
  artifact?: string;
}

/**
 * Finds what a pathspec names. The name of a flow alone stands for its newest run.
 *
 * @throws {FlowError} Where it is no pathspec, or there is nothing of that name.
 */
export async function findTarget(reader: Reader, pathspec: string): Promise<Target> {
  const { flow, run: number = "latest", step, task, artifact } = parsePathspec(pathspec);
  const run = await loadRun(reader, { flow, run: number });
  if (step === undefined) return { run };
  if (task === undefined) {
    await checkStep(reader, run.run, step);
    return { run, step };
  }
  const info = await loadTask(reader, { flow, run: run.number, step, task });
  return { run, step, task: info, ...(artifact === undefined ? {} : { artifact }) };
}

/**
 * Finds a run.
 *
 * @throws {FlowError} Also where the pathspec names something inside of a run.
 */
export async function findRun(reader: Reader, pathspec: string): Promise<RunInfo> {
  const { flow, run = "latest", step } = parsePathspec(pathspec);
  if (step !== undefined) {
    throw usageError(`"${pathspec}" is not a run`, `Its run is "${flow}/${run}".`);
  }
  return await loadRun(reader, { flow, run });
}

/** `Flow/7/score/12` */
export function taskPath({ run, step, number }: TaskInfo): string {
  return `${run}/${step}/${number}`;
}
