import { itemsOf } from "../../../store/metadata/items.ts";
import { visibleArtifacts } from "../../../store/metadata/artifacts.ts";
import {
  type ForeachLevel,
  type OpenSplit,
  type VisibleTable,
  visibleTable,
} from "../scheduler/live_task.ts";
import type { RunContext } from "../scheduler/run_context.ts";
import type { GraphWalk } from "../scheduler/graph_walk.ts";
import { openSplit, partSeed, type TaskSeed } from "../scheduler/splits.ts";
import type { FinishedTask } from "./finished_tasks.ts";

/**
 * Finds out from finished tasks where a run goes on: which tasks are missing, and how far each open
 * branch and foreach has come.
 */
export class Frontier {
  #context: RunContext;
  #tasks: Map<number, FinishedTask>;
  #splits = new Map<number, OpenSplit>();
  #children = new Map<number, FinishedTask[]>();
  /** Splits whose join has been made. */
  #closed = new Set<number>();

  constructor(
    context: RunContext,
    tasks: readonly FinishedTask[],
    parents: ReadonlyMap<number, number[]>,
  ) {
    this.#context = context;
    this.#tasks = new Map(tasks.map((task) => [task.number, task]));
    for (const task of tasks) {
      if (task.joined) {
        const split = this.#tasks.get(parents.get(task.number)![0]!)!.split;
        if (split !== null) this.#closed.add(split);
      } else if (task.parent !== null) {
        const known = this.#children.get(task.parent);
        if (known === undefined) this.#children.set(task.parent, [task]);
        else known.push(task);
      }
    }
  }

  /** Makes all tasks that are to be run. */
  resume(walk: GraphWalk): void {
    for (const task of this.#tasks.values()) this.#follow(task, walk);
  }

  #follow(task: FinishedTask, walk: GraphWalk) {
    const { kind, targets } = task.next;
    const children = this.#children.get(task.number) ?? [];
    if (kind === "end") return;
    if (kind === "foreach" || kind === "branch") {
      if (this.#closed.has(task.number)) return;
      const split = this.splitOf(task.number);
      const there = new Set(children.map((child) => child.splitIndex));
      if (kind === "branch") {
        targets.forEach((target, at) => {
          if (!there.has(at)) walk.enqueue(partSeed(split, target, at, null));
        });
      } else if (there.size < split.size) {
        walk.enqueueForeach(split, targets[0]!, there);
      }
      return;
    }
    const target = targets[0]!;
    if (this.#context.plans.get(target)!.step.join) {
      if (task.split === null || this.#closed.has(task.split)) return;
      const split = this.splitOf(task.split);
      walk.arrive({ number: task.number, split, splitIndex: task.splitIndex }, target);
    } else if (children.length === 0) {
      walk.enqueue({
        step: target,
        parent: task.number,
        ...this.place(task),
        table: this.tableOf(task.number),
      });
    }
  }

  /** Where a task is: what a task that follows it in the same place begins with. */
  place(
    task: Pick<FinishedTask, "split" | "splitIndex">,
  ): Pick<TaskSeed, "parents" | "closes" | "split" | "splitIndex" | "levels"> {
    const split = task.split === null ? null : this.splitOf(task.split);
    return {
      parents: null,
      closes: null,
      split,
      splitIndex: task.splitIndex,
      levels: this.#levelsOf(task),
    };
  }

  /** The branch or foreach that a task has opened. */
  splitOf(number: number): OpenSplit {
    let split = this.#splits.get(number);
    if (split === undefined) {
      const task = this.#tasks.get(number)!;
      const { parents: _, closes: __, ...place } = this.place(task);
      split = openSplit(
        { ...place, number, step: task.step },
        task.next,
        this.tableOf(number),
      );
      this.#splits.set(number, split);
    }
    return split;
  }

  #levelsOf(task: Pick<FinishedTask, "split" | "splitIndex">): readonly ForeachLevel[] {
    if (task.split === null) return [];
    const split = this.splitOf(task.split);
    if (split.kind === "branch") return split.levels;
    const { db, runId } = this.#context;
    const [item] = itemsOf(db, runId, split.task, { after: task.splitIndex - 1, limit: 1 });
    const level = { index: task.splitIndex, size: split.size, ref: item! };
    return [...split.levels, level];
  }

  /** What is visible at the end of a task. */
  tableOf(number: number): VisibleTable {
    const { db, runId, root } = this.#context;
    const refs = new Map(root.refs);
    for (const { name, task, ...ref } of visibleArtifacts(db, runId, number)) {
      if (task !== 0) refs.set(name, ref);
    }
    return visibleTable(refs);
  }
}
