/**
 * What a step asks of the scheduler. Decorators give it (see `StepDecoratorDefinition.policy`), the
 * scheduler obeys it and knows no decorator by name.
 *
 * @module
 */

/** The rights of a step, in the words of Deno: a list, `true` for all, left out for none. */
export interface PermissionRequest {
  read?: boolean | string[];
  write?: boolean | string[];
  net?: boolean | string[];
  env?: boolean | string[];
  run?: boolean | string[];
  sys?: boolean | string[];
  ffi?: boolean | string[];
  /** Flows whose results the step may read by the client (`new Flow("Other")`), `true` for all. */
  flows?: boolean | string[];
  /** Adds an operating system namespace around the executor, where there is one. */
  strict?: boolean;
}

/** When and how often a failed attempt is tried again. */
export interface RetryPolicy {
  /** Tries after the first. */
  times: number;
  /** Milliseconds before the second attempt. */
  delay: number;
  /** Each further delay is this many times the one before. */
  backoff: number;
  /** The longest delay, in milliseconds. */
  maxDelay: number;
  /** 0 for exact delays, 1 for anything between none and twice the delay. */
  jitter: number;
}

/** Where a secret comes from; the value goes to the step's environment under `name`. */
export type SecretSource =
  | { name: string; from: "env"; key: string }
  | { name: string; from: "file"; path: string }
  | { name: string; from: "command"; command: string[] };

/** Everything a step can ask of the scheduler; policies of several decorators are merged. */
export interface StepPolicy {
  retry?: RetryPolicy;
  /** Milliseconds. */
  timeout?: number;
  /** The artifact that takes the error. */
  catchAs?: string;
  /** Scheduling weight in cores, and megabytes that an executor may hold. */
  cpu?: number;
  memory?: number;
  permissions?: PermissionRequest;
  environment?: Record<string, string>;
  secrets?: SecretSource[];
  /** The cards that its tasks have: see `cardKeeper` in `current.ts`. */
  cards?: CardPolicy[];
  /** Milliseconds that `afterwards` hooks may take once a task has ended; 0 if it has none. */
  afterwards?: number;
}

/** A card of a step. */
export interface CardPolicy {
  id: string;
  /** Who renders it knows what it means. */
  type: string;
}

/** Everything a flow as a whole can ask of the scheduler. */
export interface FlowPolicy {
  /** Keeps the results of branches apart: `--branch`, `--production`. */
  project?: { name: string };
}
