import type { ErrorRecord, Taken } from "../../../store/metadata/rows.ts";
import { targetsOf } from "../../graph/targets.ts";
import { extendTable, type LiveTask, type OpenSplit } from "./live_task.ts";
import { ReadyQueue } from "./ready_queue.ts";
import type { Kept } from "./results.ts";
import type { RunContext } from "./run_context.ts";
import { ForeachSource, joinSeed, openSplit, partSeed, type TaskSeed } from "./splits.ts";
import { deepestFirst } from "./step_plan.ts";

/** Makes the tasks of a run: what comes after which, along the graph. */
export class GraphWalk {
  /** What could start now. */
  readonly ready: ReadyQueue;
  #context: RunContext;
  #number: number;

  /** @param lastNumber The highest number of a task that the run has already. */
  constructor(context: RunContext, lastNumber: number) {
    this.#context = context;
    this.#number = lastNumber;
    this.ready = new ReadyQueue(deepestFirst(context.graph));
  }

  /** Makes the first task. */
  begin(): void {
    const { graph, root } = this.#context;
    this.enqueue({
      step: graph.start,
      parent: null,
      parents: null,
      closes: null,
      split: null,
      splitIndex: 0,
      levels: [],
      table: root,
    });
  }

  /** Makes a task and lets it wait for a slot. */
  enqueue(seed: TaskSeed, number?: number): void {
    this.ready.add(this.#make(seed, number));
  }

  /** Lets the parts of a foreach wait for slots. */
  enqueueForeach(split: OpenSplit, step: string, skip?: ReadonlySet<number>): void {
    const make = (seed: TaskSeed) => this.#make(seed);
    this.ready.addSource(new ForeachSource(this.#context, split, step, make, skip));
  }

  /** The transition taken must be one that the graph has: anything else never ran through a check. */
  checkNext(task: LiveTask, next: Taken): ErrorRecord | null {
    const { transition } = this.#context.plans.get(task.step)!.step;
    const targets = new Set(next.targets);
    const fits = targetsOf(transition);
    // An implicit switch (several calls of `this.next`) reports the call that was made.
    const kind = transition.kind === "switch" && next.kind === "linear" ? "switch" : next.kind;
    const whole = kind === "branch" ? fits.length === targets.size : targets.size <= 1;
    // A list that names a step twice would run it twice, a foreach of none would never be joined.
    const once = next.targets.length === targets.size;
    const sized = kind === "foreach" ? (next.size ?? 0) > 0 : next.size === undefined;
    if (
      kind === transition.kind && whole && once && sized &&
      (fits.length === 0) === (targets.size === 0) &&
      next.targets.every((target) => fits.includes(target))
    ) return null;
    return {
      name: "TransitionError",
      message: `Step "${task.step}" went on to ${next.targets.join(", ") || "nothing"} ` +
        `(${next.kind}), which its source does not say`,
      stack: "",
      type: "transition",
      hint: "Call this.next(…) directly in the step, with the steps by name.",
    };
  }

  /**
   * Makes what comes after a finished task.
   *
   * @returns The foreach that it has opened, if it has.
   */
  follow(task: LiveTask, next: Taken, kept: readonly Kept[]): OpenSplit | null {
    if (next.kind === "end") return null;
    const target = next.targets[0]!;
    const isJoin = this.#context.plans.get(target)!.step.join;
    if (isJoin && next.kind !== "foreach" && next.kind !== "branch") {
      this.arrive(task, target);
      return null;
    }
    const own = kept.map(({ name, ref }) => [name, ref] as const);
    const table = extendTable(task.table, own);
    if (next.kind === "foreach") {
      // The parts read their items from the database.
      this.#context.committer.flush();
      const split = openSplit(task, next, table);
      this.enqueueForeach(split, target);
      return split;
    }
    if (next.kind === "branch") {
      const split = openSplit(task, next, table);
      next.targets.forEach((target, at) => this.enqueue(partSeed(split, target, at, null)));
      return null;
    }
    this.enqueue({
      step: target,
      parent: task.number,
      parents: null,
      closes: null,
      split: task.split,
      splitIndex: task.splitIndex,
      levels: task.levels,
      table,
    });
    return null;
  }

  /** A task has reached a join; the join is made when all parts of its split have. */
  arrive(task: Pick<LiveTask, "number" | "split" | "splitIndex">, join: string): void {
    const { split } = task;
    if (split === null) return;
    if (split.arrivals[task.splitIndex] === 0) split.arrived++;
    split.arrivals[task.splitIndex] = task.number;
    if (split.arrived < split.size) return;
    this.enqueue(joinSeed(split, join, this.#context.root));
  }

  #make(seed: TaskSeed, number?: number): LiveTask {
    return {
      ...seed,
      number: number ?? ++this.#number,
      created: Date.now(),
      status: "queued",
      attempt: 1,
      started: null,
      finished: null,
      next: null,
      announced: false,
      items: 0,
      attemptSeen: false,
      judge: null,
      merged: null,
    };
  }
}
