import type { ArtifactInfo, RunInfo, StepInfo, TaskInfo } from "../../../../core/client/reader.ts";
import type { Graph } from "../../../../core/graph/graph.ts";
import { api, ask, runParam } from "../api.ts";

/** Steps of which the values are compared. */
const STEPS = 60;

/** A value of a run, and the task that set it; task 0 for constants. */
export interface Kept {
  step: string;
  task: number;
  info: ArtifactInfo;
}

/** All of a run that is compared with another. */
export interface Side {
  info: RunInfo;
  steps: StepInfo[];
  graph: Graph;
  files: { path: string; digest: string; size: number }[];
  /** Of steps with one task, and of the whole run without its parameters. */
  kept: Kept[];
}

/** Loads one of the two runs. */
export async function loadSide(run: string): Promise<Side> {
  const at = api.runs[":flow"][":run"];
  const param = runParam(run);
  const [info, steps, graph, code] = await Promise.all([
    ask(at.$get({ param })) as Promise<RunInfo>,
    ask(at.steps.$get({ param })) as Promise<StepInfo[]>,
    ask(at.graph.$get({ param })) as Promise<unknown>,
    ask(at.code.$get({ param })),
  ]);
  const single = steps.filter(({ tasks }) =>
    Object.values(tasks).reduce((sum, count) => sum + count, 0) === 1
  );
  const kept = await Promise.all([
    constantsOf(info),
    ...single.slice(0, STEPS).map(({ step }) => keptBy(run, step)),
  ]);
  return { info, steps, graph: graph as Graph, files: code.files, kept: kept.flat() };
}

async function constantsOf({ run, params }: RunInfo): Promise<Kept[]> {
  const list = await artifactsOf(run, 0);
  return list.filter(({ name }) => !Object.hasOwn(params, name))
    .map((info) => ({ step: "", task: 0, info }));
}

/** What the only task of a step has set. */
async function keptBy(run: string, step: string): Promise<Kept[]> {
  const page = await ask(api.runs[":flow"][":run"].tasks.$get({
    param: runParam(run),
    query: { step, limit: "1" },
  }));
  const task = (page.tasks as TaskInfo[])[0];
  if (task === undefined) return [];
  const list = await artifactsOf(run, task.number);
  return list.filter((one) => one.task === task.number)
    .map((info) => ({ step, task: task.number, info }));
}

async function artifactsOf(run: string, task: number): Promise<ArtifactInfo[]> {
  const list = await ask(api.runs[":flow"][":run"].tasks[":task"].artifacts.$get({
    param: { ...runParam(run), task: String(task) },
  }));
  return list as ArtifactInfo[];
}
