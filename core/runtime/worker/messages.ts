/**
 * What the trusted half of an executor and its Worker say to each other (structured clones; large
 * bytes are transferred).
 *
 * @module
 */

import type { ArtifactRef, ErrorRecord, Taken } from "../../../store/metadata/rows.ts";
import type { RunEnd } from "../../flow/flow_decorator.ts";
import type { OwnPolicy } from "../../flow/own_policy.ts";
import type { NameKind } from "../../flow/host.ts";
import type { Ask, LoadMessage } from "../protocol/messages.ts";
import type { Claims } from "./claims.ts";
import type { SharedMemory } from "./sync_channel.ts";

/** A visible name, with its bytes where they came along. */
export interface TableEntry extends ArtifactRef {
  is?: Exclude<NameKind, "artifact">;
  bytes?: Uint8Array<ArrayBuffer>;
}

/** A task to run. */
export interface TaskOrder {
  task: number;
  attempt: number;
  table: number;
  frames: { index: number; size: number; entry: TableEntry }[];
  /** A join: how many inputs. */
  inputs: number | null;
  judge: ErrorRecord | null;
  /** Where it stands whether the task is still to begin here: see `claims.ts`. */
  slot: number;
}

export type ToWorker =
  | { k: "load"; load: LoadMessage; memory: SharedMemory; claims: Claims; tempRoot: string }
  | { k: "table"; id: number; entries: [string, TableEntry][] }
  | { k: "forget"; table: number }
  | { k: "tasks"; orders: TaskOrder[] }
  | { k: "abort"; task: number; reason: string }
  | { k: "reply"; id: number; value?: unknown; error?: string; code?: string }
  | { k: "resolve"; given: Record<string, unknown> }
  | { k: "hook"; run: RunEnd };

/** An encoded value on its way out. */
export interface OutValue {
  name: string;
  kind: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** Keep it only if its digest is another than this. */
  was?: string;
  /** A file in the task's temporary folder, in place of bytes. */
  path?: string;
  /** The object itself is in the store: only its digest goes on. */
  ref?: ArtifactRef;
  /** The task has deleted it: from here on nothing of that name is seen. */
  deleted?: true;
}

interface EndBase {
  task: number;
  attempt: number;
  started: number;
  finished: number;
  values: OutValue[];
  /** The task's temporary folder, if it has used it. */
  tempDir: string | null;
}

/** How a task has ended. */
export type EndMessage =
  | (EndBase & { k: "done"; next: Taken })
  | (EndBase & {
    k: "failed";
    error: ErrorRecord;
    retry: boolean | null;
    /** Its code may still run: the Worker takes no other task. */
    abandoned?: boolean;
  });

export type FromWorker =
  | { k: "up" }
  | { k: "ready"; constants: OutValue[] | null; policy: OwnPolicy }
  | { k: "unloadable"; error: ErrorRecord }
  | { k: "items"; task: number; attempt: number; from: number; values: OutValue[] }
  /** What a card shows from now on; its name is the card's id. */
  | { k: "card"; task: number; attempt: number; card: OutValue }
  /** All is done that was to be done after the end of a task. */
  | { k: "after"; task: number; attempt: number }
  /** In the order in which they ended. */
  | { k: "ends"; ends: EndMessage[] }
  /** The step called `Deno.exit` or `process.exit`, or closed its Worker. */
  | { k: "exit"; code: number }
  /** Blocking calls: answered through shared memory. */
  | { k: "read"; ref: ArtifactRef }
  | { k: "ask"; task: number; ask: Ask }
  | { k: "materialise"; digest: string; path: string }
  | { k: "more" }
  /** A call whose answer comes as a `reply`. */
  | { k: "call"; id: number; task: number; ask: Ask }
  | { k: "resolved"; values?: OutValue[]; shown?: Record<string, unknown>; error?: ErrorRecord }
  | { k: "hooked"; errors: ErrorRecord[] };
