/**
 * What the client asks of a store. The classes of the client know nothing else, so the same classes
 * work on a store on this machine (`local_reader.ts`), inside a step, where the scheduler answers,
 * and over the network.
 *
 * Arguments and results are plain data that JSON can carry, but for bytes. Runs are named by their
 * pathspec, `Flow/7`. Times are milliseconds since 1970.
 *
 * @module
 */

import type { ErrorRecord, RunStatus, Taken, TaskStatus } from "../../store/metadata/rows.ts";

export type { ErrorRecord, RunStatus, Taken, TaskStatus };

/** A flow that has runs. */
export interface FlowInfo {
  flow: string;
  runs: number;
  /** When its newest run was created. */
  latest: number;
}

/** A run. */
export interface RunInfo {
  /** `Flow/7`. */
  run: string;
  flow: string;
  number: number;
  status: RunStatus;
  created: number;
  finished: number | null;
  user: string;
  params: Record<string, unknown>;
  project: { name: string; branch: string; production: boolean } | null;
  /** The run that it took results from, `Flow/3`; null also when that was deleted. */
  origin: string | null;
  /** The flow's file and the class in it. */
  file: string;
  class: string;
  /** The digest of the code package's manifest. */
  code: string;
  error: unknown;
  /** Marks where the next page of {@linkcode Reader.runs} begins. */
  cursor: string;
}

/** Which runs. All that is given must hold. */
export interface RunQuery {
  flow?: string;
  status?: RunStatus;
  tags?: string[];
  user?: string;
  /** Of flows with `@project`: `user.NAME`, `test.B` or `prod`. */
  branch?: string;
  since?: number;
  /** Without runs that ran one step of another run again, alone. */
  whole?: boolean;
  /** The cursor of the last run of the page before. */
  after?: string;
  limit?: number;
}

/** A tag; system tags are Flow's own. */
export interface TagInfo {
  tag: string;
  system: boolean;
}

/** A step that a run has reached. */
export interface StepInfo {
  step: string;
  started: number | null;
  finished: number | null;
  tasks: Record<TaskStatus, number>;
}

/** A task. */
export interface TaskInfo {
  run: string;
  number: number;
  step: string;
  status: TaskStatus;
  attempt: number;
  created: number;
  started: number | null;
  finished: number | null;
  next: Taken | null;
  /** The run that it was taken over from; null also when that was deleted. */
  origin: string | null;
}

/** Part of a list, from after a number or position on. */
export interface PageQuery {
  after?: number;
  limit?: number;
}

/** Which tasks of a run. */
export interface TaskQuery extends PageQuery {
  step?: string;
  status?: TaskStatus;
}

/** An attempt of a task. */
export interface AttemptInfo {
  attempt: number;
  status: TaskStatus;
  started: number;
  finished: number | null;
  error: ErrorRecord | null;
}

/** A value that a task sees, and where it is. */
export interface ArtifactInfo {
  /** The run and the task under which it is kept; task 0 for parameters and constants. */
  run: string;
  task: number;
  name: string;
  digest: string;
  /** The codec's name. */
  kind: string;
  /** Bytes of the encoded value. */
  size: number;
  /** The bytes themselves, of a tiny value. */
  base64?: string;
}

/** One level of foreach that a task is in. */
export interface FrameInfo {
  /** The step that split. */
  step: string;
  index: number;
  size: number;
  item: ArtifactInfo | null;
}

/** A piece of a log, as it arrived. */
export interface LogInfo {
  seq: number;
  stream: "stdout" | "stderr" | "flow";
  time: number;
  text: string;
}

/** Which pieces of the log of a task. */
export interface LogQuery extends PageQuery {
  attempt: number;
  stream?: "stdout" | "stderr" | "flow";
}

/** A store, as the client sees it. What is not there is null or an empty list, never an error. */
export interface Reader {
  flows(): Promise<FlowInfo[]>;
  /** Newest first. */
  runs(query: RunQuery): Promise<RunInfo[]>;
  run(flow: string, number: number | "latest"): Promise<RunInfo | null>;
  tags(run: string): Promise<TagInfo[]>;
  changeTags(run: string, change: { add?: string[]; remove?: string[] }): Promise<void>;
  /** The flow's graph when it ran: see `core/graph/graph.ts`. */
  graph(run: string): Promise<unknown>;
  steps(run: string): Promise<StepInfo[]>;
  /** By number. */
  tasks(run: string, query: TaskQuery): Promise<TaskInfo[]>;
  task(run: string, number: number): Promise<TaskInfo | null>;
  endTask(run: string): Promise<TaskInfo | null>;
  attempts(run: string, task: number): Promise<AttemptInfo[]>;
  /** In split order; a page begins after a position. */
  parents(run: string, task: number, page: PageQuery): Promise<TaskInfo[]>;
  /** By number. */
  children(run: string, task: number, page: PageQuery): Promise<TaskInfo[]>;
  /** Outermost first. */
  frames(run: string, task: number): Promise<FrameInfo[]>;
  /** What the task sees at its end, by name; of task 0, what the whole run sees. */
  artifacts(run: string, task: number): Promise<ArtifactInfo[]>;
  artifact(run: string, task: number, name: string): Promise<ArtifactInfo | null>;
  /** By `seq`. */
  logs(run: string, task: number, query: LogQuery): Promise<LogInfo[]>;
  /** The encoded value, whole. */
  bytes(artifact: ArtifactInfo): Promise<Uint8Array>;
  /** The encoded value, piece by piece. */
  stream(artifact: ArtifactInfo): Promise<ReadableStream<Uint8Array>>;
  /** The value that bytes of that kind stand for. */
  decode(kind: string, bytes: Uint8Array): Promise<unknown>;
}
