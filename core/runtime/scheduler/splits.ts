import type { ArtifactRef, Taken } from "../../../store/metadata/rows.ts";
import { itemsOf } from "../../../store/metadata/items.ts";
import { INLINE_MAX } from "../../../store/objects/layout.ts";
import type { LiveTask, OpenSplit, VisibleTable } from "./live_task.ts";
import type { TaskSource } from "./ready_queue.ts";
import type { RunContext } from "./run_context.ts";

/** Items read from the database at a time. */
const PAGE = 512;

/** The split that a finished task opens. */
export function openSplit(
  task: Pick<LiveTask, "number" | "step" | "split" | "splitIndex" | "levels">,
  taken: Taken,
  table: VisibleTable,
): OpenSplit {
  const size = taken.kind === "foreach" ? taken.size! : taken.targets.length;
  return {
    task: task.number,
    step: task.step,
    kind: taken.kind === "foreach" ? "foreach" : "branch",
    size,
    outer: task.split,
    outerIndex: task.splitIndex,
    levels: task.levels,
    table,
    arrivals: new Uint32Array(size),
    arrived: 0,
    lost: 0,
  };
}

/** What a new task needs to be given a number. */
export type TaskSeed = Pick<
  LiveTask,
  "step" | "parent" | "parents" | "closes" | "split" | "splitIndex" | "levels" | "table"
>;

/** The seed of a part of a branch, or (with its item) of a foreach. */
export function partSeed(
  split: OpenSplit,
  step: string,
  index: number,
  item: ArtifactRef | null,
): TaskSeed {
  return {
    step,
    parent: split.task,
    parents: null,
    closes: null,
    split,
    splitIndex: index,
    levels: item === null
      ? split.levels
      : [...split.levels, { index, size: split.size, ref: item }],
    table: split.table,
  };
}

/** The seed of the join that closes a split all of whose parts have arrived. */
export function joinSeed(split: OpenSplit, step: string, root: VisibleTable): TaskSeed {
  return {
    step,
    parent: null,
    parents: split.arrivals,
    closes: split,
    split: split.outer,
    splitIndex: split.outerIndex,
    levels: split.levels,
    table: root,
  };
}

/** The tasks of a foreach, made as slots free up. */
export class ForeachSource implements TaskSource {
  readonly step: string;
  #context: RunContext;
  #split: OpenSplit;
  #make: (seed: TaskSeed) => LiveTask;
  #skip: ReadonlySet<number>;
  #next = 0;
  #page: ArtifactRef[] = [];
  #pageStart = 0;

  /** @param skip Parts that have a task already (a resumed run took it over). */
  constructor(
    context: RunContext,
    split: OpenSplit,
    step: string,
    make: (seed: TaskSeed) => LiveTask,
    skip: ReadonlySet<number> = new Set(),
  ) {
    this.step = step;
    this.#context = context;
    this.#split = split;
    this.#make = make;
    this.#skip = skip;
  }

  get left(): number {
    return this.#split.size - this.#next;
  }

  next(): LiveTask | null {
    while (this.#skip.has(this.#next)) this.#next++;
    if (this.#next >= this.#split.size) return null;
    const index = this.#next++;
    if (index >= this.#pageStart + this.#page.length) this.#load(index);
    const item = this.#page[index - this.#pageStart]!;
    return this.#make(partSeed(this.#split, this.step, index, item));
  }

  #load(from: number) {
    const { db, runId } = this.#context;
    this.#page = itemsOf(db, runId, this.#split.task, { after: from - 1, limit: PAGE });
    this.#pageStart = from;
    this.#context.small.load(this.#page.filter((item) => item.size <= INLINE_MAX));
  }
}
