/**
 * What the sandboxed half of an executor gives the flow object of one task. The flow object
 * (`core/flow/instance.ts`) knows nothing of threads, messages or stores; it asks this.
 *
 * @module
 */

/** The kinds of names that a step can read. Only artifacts may be assigned to. */
export type NameKind = "artifact" | "param" | "config" | "file";

/** One level of foreach that a task is in. */
export interface ForeachFrame {
  index: number;
  size: number;
  value: unknown;
}

/** The inputs of a join, by position in split order. */
export interface InputsHost {
  readonly length: number;
  /** The step that input `position` comes from. */
  stepOf(position: number): string;
  /** Whether artifact `name` is visible at the end of that input. */
  has(position: number, name: string): boolean;
  /** The value, decoded afresh or shared with earlier reads of the same input. Blocks. */
  read(position: number, name: string): unknown;
  /** The foreach item and index of that input; undefined and -1 after a branch. */
  item(position: number): unknown;
  index(position: number): number;
  /** Names visible at the end of that input. */
  names(position: number): string[];
  /**
   * Takes over what all inputs agree on. Nothing is loaded: agreement is equal digests.
   *
   * @param already Names that the join has set itself: left alone.
   * @returns The names taken, or those that conflict, or those of `include` that no input has.
   */
  merge(options: { include: string[] | null; exclude: string[]; already: string[] }):
    | { taken: string[] }
    | { conflicts: string[] }
    | { missing: string[] };
}

/** What one task's flow object can ask for. All calls are synchronous. */
export interface TaskHost {
  readonly step: string;
  /** What `name` is, or null when nothing of that name is visible to this task. */
  kindOf(name: string): NameKind | null;
  /** The value of a visible name, decoded afresh. Blocks until it is here. */
  read(name: string): unknown;
  /** All visible names. */
  names(): string[];
  /** The steps of the flow that set an artifact of that name, for messages. */
  setBy(name: string): string[];
  /** The steps of the flow that delete an artifact of that name, for messages. */
  deletedBy(name: string): string[];
  /** Names near to `name` that are visible, for "did you mean". */
  readonly inputs: InputsHost | null;
  /** In a foreach: innermost last. Values are decoded when read. */
  readonly frames: readonly { index: number; size: number }[];
  /** The item of frame `depth` (0 is outermost). */
  frameValue(depth: number): unknown;
}

/** What `this.next(…)` said, with step names in place of methods. */
export interface NextCall {
  kind: "linear" | "branch" | "foreach" | "switch";
  targets: string[];
  /** Foreach: the items, not yet iterated. */
  items?: Iterable<unknown> | AsyncIterable<unknown>;
  /** Switch: the case taken, as a string. */
  key?: string;
}

/** What a task left behind in its flow object. */
export interface TaskOutcome {
  /** Assigned in this task. */
  sets: Map<string, unknown>;
  /**
   * Read but not assigned, and of a kind that can be changed in place (objects): encode again and
   * keep only if the bytes differ.
   */
  touched: Map<string, unknown>;
  /** Taken over by `merge`. */
  merged: Set<string>;
  /** Deleted with `delete this.x`. */
  deleted: Set<string>;
  /** null in the end step. */
  next: NextCall | null;
}
