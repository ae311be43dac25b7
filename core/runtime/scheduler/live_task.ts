import type { ArtifactRef, ErrorRecord, Taken, TaskStatus } from "../../../store/metadata/rows.ts";
import type { NameKind } from "../../flow/host.ts";

/** A visible value: where it is, and whether it is a parameter. */
export interface VisibleRef extends ArtifactRef {
  is?: Exclude<NameKind, "artifact">;
}

/** The names that a task sees before it starts. Shared by all tasks that see the same. */
export interface VisibleTable {
  /** Executors know tables by this. */
  readonly id: number;
  readonly refs: ReadonlyMap<string, VisibleRef>;
}

let tables = 0;

/** A table of its own. */
export function visibleTable(refs: ReadonlyMap<string, VisibleRef>): VisibleTable {
  return { id: ++tables, refs };
}

/** What a task sees after another has added to the table, or deleted from it. */
export function extendTable(
  table: VisibleTable,
  own: Iterable<readonly [string, ArtifactRef]>,
): VisibleTable {
  let refs: Map<string, VisibleRef> | null = null;
  for (const [name, ref] of own) {
    refs ??= new Map(table.refs);
    if (ref.digest === "") refs.delete(name);
    // Memory of its own: this stays for as long as tasks see it.
    else refs.set(name, ref.data === undefined ? ref : { ...ref, data: ref.data.slice() });
  }
  return refs === null ? table : visibleTable(refs);
}

/** One level of foreach around a task. */
export interface ForeachLevel {
  index: number;
  size: number;
  ref: ArtifactRef;
}

/** A branch or foreach whose join has not been made. */
export interface OpenSplit {
  task: number;
  step: string;
  kind: "branch" | "foreach";
  size: number;
  /** The split that this one is inside of, and which of its parts. */
  outer: OpenSplit | null;
  outerIndex: number;
  /** The foreach levels around the splitting task. */
  levels: readonly ForeachLevel[];
  /** What is visible at the end of the splitting task. */
  table: VisibleTable;
  /** Tasks that have reached the join, by the index of their part; 0 where none has. */
  arrivals: Uint32Array;
  arrived: number;
  /** Parts that can never arrive: a task in them failed for good. */
  lost: number;
}

/** A task that is made and not yet ended for good. */
export interface LiveTask {
  readonly number: number;
  readonly step: string;
  readonly parent: number | null;
  /** A join: its parents in split order. */
  readonly parents: Uint32Array | null;
  /** A join: the split that it closes. */
  readonly closes: OpenSplit | null;
  readonly split: OpenSplit | null;
  readonly splitIndex: number;
  readonly levels: readonly ForeachLevel[];
  readonly table: VisibleTable;
  readonly created: number;
  status: TaskStatus;
  attempt: number;
  started: number | null;
  finished: number | null;
  next: Taken | null;
  /** `task_started` was said of this attempt. */
  announced: boolean;
  /** The database has a row of the attempt that runs. */
  attemptSeen: boolean;
  /** Items of a foreach that have arrived in this attempt. */
  items: number;
  /** The error that the step's own predicate has to judge before the attempt. */
  judge: ErrorRecord | null;
  /** Tiny values that its merge has taken, by digest: they come back by digest alone. */
  merged: Map<string, Uint8Array<ArrayBuffer>> | null;
}
