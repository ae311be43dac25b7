/**
 * What the scheduler and an executor say to each other. Pieces (`[offset, length]`) refer to the
 * payload of the frame that carries the message.
 *
 * @module
 */

import type { ArtifactRef, ErrorRecord, Taken } from "../../../store/metadata/rows.ts";
import type { RunEnd } from "../../flow/flow_decorator.ts";
import type { OwnPolicy } from "../../flow/own_policy.ts";
import type { NameKind, NextCall } from "../../flow/host.ts";
import type { Piece } from "./frames.ts";

/** A visible name: where its value is, and the bytes themselves where they are small and wanted. */
export interface NamedRef extends ArtifactRef {
  name: string;
  /** Left out for artifacts. */
  is?: Exclude<NameKind, "artifact">;
  piece?: Piece;
}

/** The rights of a Worker: every key is given, as Deno reads a left-out one as "inherit". */
export interface WorkerPermissions {
  read: boolean | string[];
  write: boolean | string[];
  net: boolean | string[];
  env: boolean | string[];
  run: boolean | string[];
  sys: boolean | string[];
  ffi: boolean | string[];
  import: false;
}

/** What a Worker must know of the flow and the run before its first task. */
export interface LoadMessage {
  t: "load";
  /** The module of the flow, as laid out from the code package. */
  url: string;
  className: string;
  step: string;
  permissions: WorkerPermissions;
  /** Environment variables that the step may see; secrets among them. */
  environment: Record<string, string>;
  /** Names in `environment` whose values must not be kept or shown. */
  secrets: string[];
  /** Decorators that the scheduler knows. */
  knownDecorators: string[];
  /** `--with` decorators that apply to this step. */
  extraDecorators: { name: string; options: unknown }[];
  /** Artifact name → steps that set it, for messages. */
  setBy: Record<string, string[]>;
  /** Artifact name → steps that delete it, for messages. */
  deletedBy: Record<string, string[]>;
  /** Names of the parameters. */
  parameters: string[];
  /** The step's only transition, if it has no other. */
  ownNext: NextCall | null;
  /** Artifacts that the step is known to read of its inputs. */
  inputReads: string[];
  current: {
    flow: string;
    run: string;
    originRun: string | null;
    project: { name: string; branch: string; production: boolean } | null;
  };
  /** A mark that starts a piece of output: see `log_marks.ts`. */
  mark: string;
  /** The URL of the folder that the code package is laid out in, with a slash at its end. */
  codeRoot: string;
  /** The URL of the folder that the code was taken from: what places are told in. */
  sourceRoot: string;
  /** The most items that a foreach may have. */
  maxSplits: number;
  /** The scheduler wants the values of constants. */
  wantConstants: boolean;
  /** Ids of the step's cards. */
  cards: string[];
  /** Milliseconds that a task may go on after its end; 0 where it has nothing to do then. */
  afterwards: number;
  storeDigest: "sha256" | "blake3";
}

export interface TaskMessage {
  t: "task";
  task: number;
  attempt: number;
  /** The table of visible names: given by a `table` message before. */
  table: number;
  /** The foreach levels, outermost first. */
  frames: { index: number; size: number; ref: ArtifactRef; piece?: Piece }[];
  /** A join: how many inputs. */
  inputs?: number;
  /** The error of the attempt before, where the step's own code could not judge it. */
  judge?: ErrorRecord;
}

export type ToExecutor =
  /** Again, once all tasks have ended: it is bound to another step from then on. */
  | LoadMessage
  /** Another step with the same rights is going to follow: a Worker for it may start. */
  | { t: "spare" }
  | TaskMessage
  | { t: "table"; id: number; refs: NamedRef[] }
  | { t: "forget"; table: number }
  /** Give back tasks that have not begun. */
  | { t: "recall"; tasks: number[] }
  /** Fire `current.signal`. */
  | { t: "abort"; task: number; reason: string }
  | { t: "answer"; id: number; value?: unknown; error?: string; code?: string }
  | {
    t: "resolve";
    given: Record<string, unknown>;
  }
  | { t: "hook"; run: RunEnd };

/**
 * A value that a task leaves, as the trusted half of the executor reports it. An empty digest says
 * that it has deleted the name.
 */
export interface KeptRef extends ArtifactRef {
  name: string;
  /** Small: the bytes. */
  piece?: Piece;
  /** Large: a file in the executor's staging folder. */
  staged?: { path: string; coding: number; storedSize: number };
  /** Neither: the object is in the store already. */
}

export type FromExecutor =
  | { t: "hello"; token: string; pid: number }
  | { t: "ready"; constants: KeptRef[] | null; policy: OwnPolicy }
  | { t: "unloadable"; error: ErrorRecord }
  | { t: "started"; task: number; time: number }
  /** What a card shows from now on; the name of the reference is the card's id. */
  | { t: "card"; task: number; attempt: number; ref: KeptRef }
  /** After the end of a task, where the step has something to do then: it is done. */
  | { t: "after"; task: number; attempt: number }
  /** Items of a foreach, in order; the last piece comes before `finished`. */
  | { t: "items"; task: number; attempt: number; from: number; refs: KeptRef[] }
  | {
    t: "finished";
    task: number;
    attempt: number;
    started: number;
    finished: number;
    refs: KeptRef[];
    next: Taken;
  }
  | {
    t: "failed";
    task: number;
    attempt: number;
    started: number;
    finished: number;
    /** What the step had set before it failed. */
    refs: KeptRef[];
    error: ErrorRecord;
    /** What the step's own predicate says of trying again; null where it has none. */
    retry: boolean | null;
    /** The executor ends with this task: those that it holds must run elsewhere. */
    last?: true;
  }
  /** The executor cannot go on, and does not know in which of its tasks that came to be. */
  | { t: "dying"; cause: { type: string; message: string; hint?: string } }
  | { t: "recalled"; tasks: number[] }
  | { t: "request"; id: number; task: number; ask: Ask }
  | { t: "resolved"; values?: KeptRef[]; shown?: Record<string, unknown>; error?: ErrorRecord }
  | { t: "hooked"; errors: ErrorRecord[] };

/** What a task may ask of the scheduler while it runs. */
export type Ask =
  /** The bytes of a small object. */
  | { of: "object"; digest: string }
  | AskInputs
  | { of: "merge"; include: string[] | null; exclude: string[]; already: string[] }
  | { of: "tag"; add: string[]; remove: string[] }
  /** A call of the client's reader. */
  | { of: "reader"; method: string; args: unknown[] };

/** What inputs of a join see at their ends. */
export interface AskInputs {
  of: "inputs";
  from: number;
  count: number;
  /** How many are likely to be asked for next. */
  then: number;
  /** The artifacts whose values are wanted; null or none for all. */
  names: string[] | null;
  /** Also what was there at the split. */
  base: boolean;
  /** Also the items of the foreach. */
  items: boolean;
}

/** The answer to `inputs`. */
export interface InputsAnswer {
  inputs: {
    step: string;
    index: number;
    refs: NamedRef[];
    /** Names of `base` that are not seen at the end of this input. */
    gone: string[];
    /** Null also where items were not asked for. */
    item: (ArtifactRef & { piece?: Piece }) | null;
  }[];
  /** As it stood at the split; null where it was not asked for. */
  base: NamedRef[] | null;
}
