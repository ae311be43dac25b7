/**
 * Starts a run: reads and checks the flow, records its code, and drives it to its end.
 *
 * @module
 */

import { FlowError } from "../../store/error.ts";
import { explainStore } from "../../store/explain.ts";
import { locateStore } from "../../store/find.ts";
import { explainPath } from "../../store/given_path.ts";
import { lazy } from "../../store/lazy.ts";
import { openDatabase } from "../../store/metadata/database.ts";
import { checkTags } from "../../store/metadata/tags.ts";
import type { ErrorRecord } from "../../store/metadata/rows.ts";
import { RunWriter } from "../../store/metadata/writer.ts";
import { digestAsync } from "../../store/objects/digest.ts";
import { ObjectStore } from "../../store/objects/object_store.ts";
import { absolutePath, parentPath } from "../../store/path.ts";
import { FLOW_VERSION } from "../../store/version.ts";
import type { Graph } from "../graph/graph.ts";
import { loadDecorators } from "../lint/known_decorators.ts";
import type { RunEvent } from "./events.ts";
import { Hub } from "./pool/hub.ts";
import { MemoryWatch } from "./pool/memory_watch.ts";
import { requireNamespaces } from "./pool/namespace.ts";
import { NO_CAPS } from "./pool/rights.ts";
import { loadFlow } from "./run/load_flow.ts";
import { ensureDependencies } from "./run/dependencies.ts";
import { executorImportMap, writeImportMap } from "./run/executor_import_map.ts";
import { Executors } from "./run/executors.ts";
import { noteRun } from "./run/last_run.ts";
import type { RunOptions } from "./run/options.ts";
import { makePlans } from "./run/plans.ts";
import { refuseUnknown, type RunValues } from "./run/parameters.ts";
import { projectOf, userName } from "./run/project.ts";
import { recordCode } from "./run/record_code.ts";
import { runValues } from "./run/run_values.ts";
import { secretsOfSteps } from "./run/secrets_of_steps.ts";
import { StepReader } from "./run/step_reader.ts";
import { Committer } from "./scheduler/committer.ts";
import { visibleTable } from "./scheduler/live_task.ts";
import type { RunContext } from "./scheduler/run_context.ts";
import { type Ending, Scheduler } from "./scheduler/scheduler.ts";
import { SmallObjects } from "./scheduler/small_objects.ts";
import type { StepPlan } from "./scheduler/step_plan.ts";
import { Timer } from "./timer.ts";

/** Milliseconds between two signs of life of a run. */
const HEARTBEAT = 5000;

/** A run that is under way. */
export interface RunHandle {
  /** `Flow/7`. */
  readonly run: string;
  /** The store's folder. */
  readonly store: string;
  /** Resolves when the run has ended and all that it left is durable. */
  readonly ended: Promise<Ending>;
  /** Stops it: running tasks have a moment to end. */
  cancel(): void;
  /** Stops it at once. */
  kill(): void;
}

/** What a run takes over from an earlier one before it begins. */
export interface TakeOver {
  /** The origin run's row id, and its pathspec. */
  originRun: number;
  origin: string;
  systemTags: string[];
  /** Refuses a flow that the origin run does not fit; called before anything is written. */
  check(graph: Graph): void;
  /** Its parameters, as they are kept and shown. */
  values: RunValues;
  /** Copies rows inside the transaction that makes the run. */
  copy(writer: RunWriter): void;
  /** Puts the tasks that are to run into the scheduler; gives the scheduler's first number. */
  lastNumber(context: RunContext): number;
  begin(context: RunContext, scheduler: Scheduler): void;
  onlyTask: number | null;
}

/**
 * Starts a run of a flow. It resolves when the run exists; what happens then is told by events.
 *
 * @throws {FlowError} Where the flow does not pass its check, or what it is given does not fit.
 */
export async function startRun(options: RunOptions): Promise<RunHandle> {
  return await startWith(options, () => Promise.resolve(null));
}

/** {@linkcode startRun}, with what is taken over from an earlier run. */
export async function startWith(
  options: RunOptions,
  takeOver: (
    store: string,
    db: ReturnType<typeof openDatabase>,
    graph: Graph,
  ) => Promise<TakeOver | null>,
): Promise<RunHandle> {
  await using undo = new AsyncDisposableStack();
  undo.defer(() => {
    for (const spare of options.prespawned?.spares ?? []) spare.end();
    options.prespawned?.hub.close();
  });
  let handle: RunHandle;
  try {
    handle = await start(options, takeOver, undo);
  } catch (error) {
    throw explainStore(error, storeOf(options));
  }
  // It runs: from here on it ends by itself.
  undo.move();
  return handle;
}

function storeOf({ file, store, prespawned }: RunOptions): string {
  return prespawned?.store ?? locateStore({ from: parentPath(absolutePath(file)), store });
}

/** @param undo Takes what has to be undone if the run does not come about. */
async function start(
  options: RunOptions,
  takeOver: Parameters<typeof startWith>[1],
  undo: AsyncDisposableStack,
): Promise<RunHandle> {
  checkTags(options.tags ?? []);
  const loaded = options.loaded ?? await loadFlow(options.file);
  const { graph } = loaded;
  const caps = options.caps ?? NO_CAPS;
  if (usesDecorators(graph) || (options.with ?? []).length > 0) await loadDecorators();
  const plans = makePlans(graph, options.with ?? [], caps);
  const strict = options.strict ||
    [...plans.values()].some(({ policy }) => policy.permissions?.strict);
  if (strict) await requireNamespaces();
  const given = { params: options.params ?? {}, configs: options.configs ?? {} };
  refuseUnknown(graph, given);
  const project = projectOf(graph, options);
  const store = storeOf({ ...options, file: loaded.file });
  const db = openDatabase(store, { create: true });
  undo.defer(() => db.close());
  const hub = options.prespawned?.hub ?? new Hub(store);
  undo.defer(() => hub.close());
  const objects = new ObjectStore(store, db);
  await objects.load();
  const taken = await takeOver(store, db, graph);
  taken?.check(graph);

  const code = await recordCode(loaded, objects);
  const secrets = await secretsOfSteps(plans, parentPath(loaded.file));
  const importMap = writeImportMap(store, executorImportMap(loaded.project, code.folder));
  const entry = `${code.folder}/${code.manifest.entry}`;
  await ensureDependencies(store, loaded, importMap, entry);
  noteRun(store, loaded.file, code.folder, graph);
  const current = {
    flow: graph.flow,
    run: "",
    originRun: taken?.origin ?? null,
    project,
  };
  const executors = new Executors({
    hub,
    store,
    graph,
    className: graph.flow,
    root: loaded.project.root,
    codeFolder: code.folder,
    entry,
    importMap,
    caps,
    inspect: options.inspect ?? null,
    strict: options.strict ?? false,
    maxSplits: options.maxSplits ?? 1_000_000,
    digest: objects.algorithm,
    secrets,
    current,
  }, options.prespawned?.spares ?? []);
  undo.defer(() => executors.close());

  const values = taken?.values ?? await runValues(loaded, given, objects, executors, plans);
  const writer = new RunWriter(db);
  const created = Date.now();
  const graphBytes = new TextEncoder().encode(JSON.stringify(graph));
  const graphDigest = await digestAsync(graphBytes, objects.algorithm);
  writer.begin();
  let number: number;
  try {
    for (const { digest, content } of code.files) {
      if (!objects.has(digest)) await objects.put(content(), digest);
    }
    if (!objects.has(code.digest)) await objects.put(code.bytes, code.digest);
    if (!objects.has(graphDigest)) await objects.put(graphBytes, graphDigest);
    number = writer.createRun({
      flow: graph.flow,
      created,
      pid: Deno.pid,
      host: Deno.hostname(),
      user: userName(),
      originRun: taken?.originRun ?? null,
      params: values.shown,
      graph: graphDigest,
      code: code.digest,
      file: loaded.file,
      className: graph.flow,
      project,
      tags: [...options.tags ?? []],
      systemTags: [
        `user:${userName()}`,
        `flow_version:${FLOW_VERSION}`,
        `deno_version:${Deno.version.deno}`,
        ...project === null ? [] : [`project:${project.name}`, `project_branch:${project.branch}`],
        ...taken?.systemTags ?? [],
      ],
    });
    for (const value of values.values) {
      if (value.bytes !== null) await objects.put(value.bytes);
      else if (value.ref.data === undefined && !objects.has(value.ref.digest)) {
        throw new FlowError("object-missing", `The value of "${value.name}" is not in the store`, {
          hint: "It was removed just now. Run the flow again.",
        });
      }
      writer.artifact(0, value.name, value.ref);
    }
    taken?.copy(writer);
    writer.commit();
  } catch (error) {
    writer.rollback();
    throw error;
  }
  const run = `${graph.flow}/${number}`;
  current.run = run;
  if (options.runIdFile !== undefined) {
    try {
      Deno.writeTextFileSync(options.runIdFile, run);
    } catch (error) {
      throw endAtOnce(writer, explainPath(error, "write", options.runIdFile));
    }
  }

  const emit = (event: RunEvent) => options.onEvent?.(event);
  let scheduler: Scheduler | null = null;
  const committer = new Committer(writer, emit, (error) => scheduler?.fail(storeError(error)));
  const reader = new StepReader(store);
  const context: RunContext = {
    graph,
    plans,
    db,
    runId: writer.id,
    run,
    objects,
    small: new SmallObjects(objects),
    committer,
    emit,
    root: visibleTable(new Map(values.values.map(({ name, ref }) => [name, ref]))),
    constantsKnown: false,
    memoryWatch: new MemoryWatch(),
    settings: {
      maxWorkers: options.inspect !== undefined
        ? 1
        : options.maxWorkers ?? navigator.hardwareConcurrency,
      oneProcess: options.inspect !== undefined,
      isolation: options.isolation ?? "warm",
      keepGoing: options.keepGoing ?? false,
      maxLogSize: options.maxLogSize ?? 10_000_000,
      onlyTask: taken?.onlyTask ?? null,
    },
    spawn(plan) {
      if (options.inspect !== undefined) emit(waitsForDebugger(run, plan, options.inspect));
      return executors.spawn(plan);
    },
    passesOn: (process, plan) => executors.passesOn(process, plan),
    load: (plan, process) => executors.load(plan, process, !context.constantsKnown),
    secretsOf: (plan) => Object.values(secrets.get(plan.step.name) ?? {}),
    read: (plan, method, args) => reader.answer(plan, method, args),
  };
  emit({
    type: "run_started",
    time: created,
    run,
    flow: graph.flow,
    store,
    origin: taken?.origin ?? null,
  });
  scheduler = new Scheduler(context, taken?.lastNumber(context) ?? 0);
  if (taken === null) scheduler.walk.begin();
  else taken.begin(context, scheduler);
  scheduler.dispatch();
  options.signal?.addEventListener("abort", () => scheduler.cancel(), { once: true });
  if (options.signal?.aborted) scheduler.cancel();
  const atOnce = new AbortController();
  const ended = finish(context, scheduler, executors, created, values.shown, atOnce.signal)
    .finally(() => reader.close());
  const kill = () => {
    scheduler.kill();
    atOnce.abort();
  };
  return { run, store, ended, cancel: () => scheduler.cancel(), kill };
}

async function finish(
  context: RunContext,
  scheduler: Scheduler,
  executors: Executors,
  created: number,
  params: Record<string, unknown>,
  atOnce: AbortSignal,
): Promise<Ending> {
  const { committer, db, run } = context;
  const beat = () => {
    const time = Date.now();
    committer.add((one) => one.heartbeat(time));
    heartbeat = new Timer(HEARTBEAT, beat);
  };
  let heartbeat = new Timer(HEARTBEAT, beat);
  try {
    const ending = await scheduler.ended;
    await scheduler.close();
    if (context.graph.decorators.some((one) => one.name !== "project")) {
      const { runExitHooks } = await lazy<typeof import("./run/exit_hooks.ts")>(
        new URL("./run/exit_hooks.ts", import.meta.url),
      );
      await runExitHooks(context, executors, ending, params, atOnce);
    }
    await executors.close();
    const time = Date.now();
    const finished = ({ status, tasks, error }: Ending): RunEvent => (
      { type: "run_finished", time, run, status, duration: time - created, tasks, error }
    );
    committer.add((one) => one.finishRun(ending.status, time, ending.error));
    committer.tell(finished(ending));
    committer.flush();
    if (committer.failure === null) return ending;
    const failed: Ending = { ...ending, status: "failed", error: storeError(committer.failure) };
    context.emit(finished(failed));
    return failed;
  } finally {
    heartbeat.cancel();
    db.close();
  }
}

/** Notes that a run has ended before it began, as nobody drives it. Gives the error back. */
function endAtOnce(writer: RunWriter, error: unknown): unknown {
  const { name, message } = error as Error;
  writer.begin();
  writer.finishRun("failed", Date.now(), { name, message, stack: "", type: "start" });
  writer.commit();
  return error;
}

function storeError(error: unknown): ErrorRecord {
  const { name, message } = error as Error;
  return { name, message: `The store cannot be written: ${message}`, stack: "", type: "store" };
}

function usesDecorators(graph: Graph): boolean {
  return graph.decorators.length > 0 || graph.steps.some((step) => step.decorators.length > 0);
}

function waitsForDebugger(run: string, { step }: StepPlan, address: string): RunEvent {
  return {
    type: "warning",
    time: Date.now(),
    run,
    message: `Step "${step.name}" waits for a debugger at ${address}`,
    hint: "Open chrome://inspect in a browser, or attach an editor to it.",
  };
}
