import type { DatabaseSync } from "node:sqlite";
import type { ObjectStore } from "../../../store/objects/object_store.ts";
import type { Graph } from "../../graph/graph.ts";
import type { RunEvent } from "../events.ts";
import type { ExecutorProcess } from "../pool/executor_process.ts";
import type { MemoryWatch } from "../pool/memory_watch.ts";
import type { LoadMessage } from "../protocol/messages.ts";
import type { Committer } from "./committer.ts";
import type { VisibleTable } from "./live_task.ts";
import type { SmallObjects } from "./small_objects.ts";
import type { StepPlan } from "./step_plan.ts";

/** What all parts of the scheduler share of one run. */
export interface RunContext {
  readonly graph: Graph;
  readonly plans: ReadonlyMap<string, StepPlan>;
  readonly db: DatabaseSync;
  /** The run's row id. */
  readonly runId: number;
  /** `Flow/7`. */
  readonly run: string;
  readonly objects: ObjectStore;
  readonly small: SmallObjects;
  readonly committer: Committer;
  readonly emit: (event: RunEvent) => void;
  /** Parameters, configs, files and constants: what every first task and join begins with. */
  root: VisibleTable;
  /** Executors are asked for the constants of the flow until one has told them: it may die first. */
  constantsKnown: boolean;
  readonly memoryWatch: MemoryWatch;
  readonly settings: RunSettings;
  /** Starts (or takes a waiting) executor for a step. */
  spawn(plan: StepPlan): ExecutorProcess;
  /** Whether the executor of a step can work for another step afterwards. */
  passesOn(process: ExecutorProcess, plan: StepPlan): boolean;
  /** What an executor of the step must know. */
  load(plan: StepPlan, process: ExecutorProcess): LoadMessage;
  /** Values that must not be kept or shown. */
  secretsOf(plan: StepPlan): readonly string[];
  /** The answer to a call of the client inside a step. */
  read(plan: StepPlan, method: string, args: unknown[]): Promise<unknown>;
}

/** How a run is to be run. */
export interface RunSettings {
  /** Tasks that run at a time. */
  maxWorkers: number;
  isolation: "warm" | "fresh";
  /** One process after the other: a debugger has one address. */
  oneProcess: boolean;
  /** After a failure go on with all that does not depend on it. */
  keepGoing: boolean;
  /** Characters kept of each stream of an attempt. */
  maxLogSize: number;
  /** Only this task, and nothing after it. */
  onlyTask: number | null;
}
