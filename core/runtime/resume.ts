/**
 * Runs that go on from an earlier one: `resume` takes over what has ended and runs the rest, `step`
 * runs one task again.
 *
 * @module
 */

import { FlowError } from "../../store/error.ts";
import { locateStore } from "../../store/find.ts";
import { visibleArtifacts } from "../../store/metadata/artifacts.ts";
import { openDatabase } from "../../store/metadata/database.ts";
import { findRun, type RunRecord } from "../../store/metadata/runs.ts";
import { findTask, listTasks, type TaskRecord } from "../../store/metadata/tasks.ts";
import type { RunWriter } from "../../store/metadata/writer.ts";
import { ObjectStore } from "../../store/objects/object_store.ts";
import type { Graph } from "../graph/graph.ts";
import { copyRows } from "./resume/copy_rows.ts";
import {
  ancestorsOf,
  type FinishedTask,
  finishedTasks,
  joinParents,
  withoutStep,
} from "./resume/finished_tasks.ts";
import { Frontier } from "./resume/frontier.ts";
import { refuseChanged } from "./resume/graph_change.ts";
import { originRun, STEP_TAG } from "./resume/origin.ts";
import { type RunHandle, startWith, type TakeOver } from "./run.ts";
import type { ResumeOptions, RunOptions } from "./run/options.ts";
import type { RunValues } from "./run/parameters.ts";

type Database = ReturnType<typeof openDatabase>;

/**
 * Starts a run that takes over every finished task of an earlier one and runs the rest, from
 * `options.step` on if one is named.
 *
 * @throws {FlowError} As `startRun`, and `run-missing`, `run-running`, `graph-changed`.
 */
export async function resumeRun(options: ResumeOptions): Promise<RunHandle> {
  return await startWith(options, async (store, db, graph) => {
    const origin = originRun(db, graph.flow, options.origin);
    const all = finishedTasks(db, origin.id);
    const parents = joinParents(db, origin.id);
    const { step } = options;
    if (step !== undefined) requireStep(graph, step);
    const tasks = step === undefined ? all : withoutStep(all, parents, step);
    return {
      ...await common(store, db, origin, graph, tasks),
      systemTags: [],
      lastNumber: () => tasks.at(-1)?.number ?? 0,
      begin(context, scheduler) {
        countTaken(scheduler, tasks);
        tellTaken(context, tasks);
        if (tasks.length === 0) scheduler.walk.begin();
        else new Frontier(context, tasks, parents).resume(scheduler.walk);
      },
      onlyTask: null,
    };
  });
}

/** How a step is run again. */
export interface StepOptions extends Omit<RunOptions, "file" | "params" | "configs"> {
  /** `Flow/7/score/12`, or `Flow/7/score` where the step has one task. */
  pathspec: string;
  /** The flow's file, if not the one that the run was started from. */
  file?: string;
}

/**
 * Runs one task again, alone, on what it began with. It makes a run of its own, which leaves the
 * past one as it is.
 *
 * @throws {FlowError} As `startRun`, and `pathspec-invalid`, `run-missing`, `task-missing`.
 */
export async function runStep(options: StepOptions): Promise<RunHandle> {
  const parts = parsePathspec(options.pathspec);
  const store = locateStore(options.store === undefined ? {} : { store: options.store });
  const reader = openDatabase(store, { readonly: true });
  let file: string;
  try {
    file = options.file ?? requireRun(reader, parts).file;
  } finally {
    reader.close();
  }
  const target = `${file}:${parts.flow}`;
  return await startWith({ ...options, file: target, store }, async (dir, db, graph) => {
    const origin = requireRun(db, parts);
    const task = requireTask(db, origin, parts);
    requireStep(graph, task.step);
    const parents = joinParents(db, origin.id);
    const all = finishedTasks(db, origin.id);
    const tasks = ancestorsOf(all, parents, task.number, task.parent);
    return {
      ...await common(dir, db, origin, graph, tasks),
      systemTags: [`${STEP_TAG}${task.step}`],
      lastNumber: () => task.number,
      begin(context, scheduler) {
        countTaken(scheduler, tasks);
        tellTaken(context, tasks);
        const frontier = new Frontier(context, tasks, parents);
        const place = frontier.place({ split: task.split, splitIndex: task.splitIndex ?? 0 });
        const joined = parents.get(task.number);
        scheduler.walk.enqueue({
          ...place,
          step: task.step,
          parent: task.parent,
          parents: joined === undefined ? null : Uint32Array.from(joined),
          closes: joined === undefined
            ? null
            : frontier.splitOf(all.find((one) => one.number === joined[0])!.split!),
          table: task.parent === null ? context.root : frontier.tableOf(task.parent),
        }, task.number);
      },
      onlyTask: task.number,
    };
  });
}

async function common(
  store: string,
  db: Database,
  origin: RunRecord,
  graph: Graph,
  tasks: FinishedTask[],
): Promise<Pick<TakeOver, "originRun" | "origin" | "check" | "values" | "copy">> {
  const objects = new ObjectStore(store, db);
  await objects.load();
  const before: Graph = JSON.parse(new TextDecoder().decode(objects.get(origin.graph)));
  return {
    originRun: origin.id,
    origin: `${origin.flow}/${origin.number}`,
    check: (now) => refuseChanged(before, now, tasks),
    values: originValues(db, origin, graph),
    copy(writer) {
      copyRows(db, origin.id, writer.id, tasks);
      copyConstants(db, origin, graph, writer);
    },
  };
}

/** Those that stand until an executor tells what they are now; where none is needed, for good. */
function copyConstants(db: Database, origin: RunRecord, graph: Graph, writer: RunWriter) {
  const names = new Set(graph.constants.map((one) => one.name));
  for (const { name, task: _, ...ref } of visibleArtifacts(db, origin.id, 0)) {
    if (names.has(name)) writer.artifact(0, name, ref);
  }
}

/** The parameters, configs and files of the origin run. */
function originValues(db: Database, origin: RunRecord, graph: Graph): RunValues {
  const kinds = new Map(graph.parameters.map((one) => [one.name, one.kind]));
  const values: RunValues["values"] = [];
  for (const { name, task: _, ...ref } of visibleArtifacts(db, origin.id, 0)) {
    const is = kinds.get(name);
    if (is !== undefined) values.push({ name, ref: { ...ref, is }, bytes: null });
  }
  for (const { name, required } of graph.parameters) {
    if (!required || values.some((value) => value.name === name)) continue;
    throw new FlowError("graph-changed", `Parameter "${name}" is not one of the origin run`, {
      hint: "A resumed run has the parameters of its origin. Run the flow anew.",
      exitCode: 2,
    });
  }
  return { values, shown: origin.params };
}

function countTaken(scheduler: Parameters<TakeOver["begin"]>[1], tasks: FinishedTask[]) {
  const caught = tasks.filter((task) => task.caught).length;
  scheduler.count({ succeeded: tasks.length - caught, caught });
}

function tellTaken(context: Parameters<TakeOver["begin"]>[0], tasks: FinishedTask[]) {
  const steps: Record<string, number> = {};
  for (const { step } of tasks) steps[step] = (steps[step] ?? 0) + 1;
  context.emit({
    type: "taken_over",
    time: Date.now(),
    run: context.run,
    tasks: tasks.length,
    steps,
  });
}

function requireStep(graph: Graph, step: string) {
  const names = graph.steps.map((one) => one.name);
  if (names.includes(step)) return;
  throw new FlowError("step-missing", `Flow "${graph.flow}" has no step "${step}"`, {
    hint: `It has ${names.join(", ")}.`,
    exitCode: 2,
  });
}

interface TaskPath {
  flow: string;
  run: number;
  step: string;
  task: number | null;
}

function parsePathspec(pathspec: string): TaskPath {
  const match = /^([^/]+)\/(\d+)\/([^/]+)(?:\/(\d+))?$/.exec(pathspec);
  if (match === null) {
    throw new FlowError("pathspec-invalid", `"${pathspec}" is not the pathspec of a task`, {
      hint: "Write it as Flow/7/score/12.",
      exitCode: 2,
    });
  }
  const [, flow, run, step, task] = match;
  return {
    flow: flow!,
    run: Number(run),
    step: step!,
    task: task === undefined ? null : Number(task),
  };
}

function requireRun(db: Database, { flow, run }: TaskPath): RunRecord {
  const found = findRun(db, flow, run);
  if (found !== undefined) return found;
  throw new FlowError("run-missing", `There is no run ${flow}/${run}`, {
    hint: `\`flow runs ${flow}\` lists those that there are.`,
  });
}

function requireTask(db: Database, run: RunRecord, parts: TaskPath): TaskRecord {
  const { step } = parts;
  if (parts.task !== null) {
    const task = findTask(db, run.id, parts.task);
    if (task?.step === step) return task;
  } else {
    const tasks = listTasks(db, run.id, { step, limit: 2 });
    if (tasks.length === 1) return tasks[0]!;
    if (tasks.length > 1) {
      throw new FlowError("task-ambiguous", `Step "${step}" of that run has several tasks`, {
        hint: `Name one of them, such as ${run.flow}/${run.number}/${step}/${tasks[0]!.number}.`,
        exitCode: 2,
      });
    }
  }
  const pathspec = `${run.flow}/${run.number}/${step}${
    parts.task === null ? "" : `/${parts.task}`
  }`;
  throw new FlowError("task-missing", `There is no task ${pathspec}`, {
    hint: `\`flow status ${run.flow}/${run.number}\` shows the steps and tasks of the run.`,
  });
}
