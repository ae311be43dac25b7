import type { RunEvent } from "../events.ts";
import type { RightsCaps } from "../pool/rights.ts";
import type { Prespawned } from "../prespawn.ts";
import type { LoadedFlow } from "./load_flow.ts";
import type { ExtraDecorator } from "./plans.ts";

/** How a run is started. */
export interface RunOptions {
  /** The flow's file, as `FILE` or, where it holds several flows, `FILE:ClassName`. */
  file: string;
  /** The flow of that file, where it has been read and checked already. */
  loaded?: LoadedFlow;
  /** Parameters by name: values, or text as it stands on a command line. */
  params?: Readonly<Record<string, unknown>>;
  /** Paths of configs by name. */
  configs?: Readonly<Record<string, string>>;
  tags?: readonly string[];
  /**
   * Tasks that run at a time.
   *
   * @default the number of cores
   */
  maxWorkers?: number;
  /**
   * The most items of one foreach.
   *
   * @default {1_000_000}
   */
  maxSplits?: number;
  /** Decorators put on all steps. */
  with?: readonly ExtraDecorator[];
  /** `warm` reuses executors for tasks of the same step, `fresh` gives each task its own. */
  isolation?: "warm" | "fresh";
  /** After a failure go on with all that does not depend on it. */
  keepGoing?: boolean;
  /**
   * Characters kept of stdout and of stderr of an attempt.
   *
   * @default {10_000_000}
   */
  maxLogSize?: number;
  /** `--allow-…` and `--deny-…`. */
  caps?: RightsCaps;
  /** The address for a debugger: `127.0.0.1:9229`. */
  inspect?: string;
  /** Adds a namespace of the operating system around executors. */
  strict?: boolean;
  /** `--branch` and `--production` of a flow with `@project`. */
  branch?: string;
  production?: boolean;
  /** The store's folder, in place of the one that is found. */
  store?: string;
  /** A file to write the run's pathspec into, before the first task. */
  runIdFile?: string;
  /** Cancels the run. */
  signal?: AbortSignal;
  onEvent?: (event: RunEvent) => void;
  /** What was started ahead. */
  prespawned?: Prespawned | null;
}

/** How a resumed run is started: parameters and configs are those of the origin run. */
export interface ResumeOptions extends Omit<RunOptions, "params" | "configs"> {
  /** The step from which on tasks run again, if not all that has ended is taken over. */
  step?: string;
  /** The run to go on from: `Flow/7`. Left out, the latest of the flow. */
  origin?: string;
}
