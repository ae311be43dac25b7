import type { StepPlan } from "./plan.ts";

/** A task that a run must have. */
export interface ExpectedTask {
  /** The step, where in foreachs, and which turn: `score.0.2`, `turn#3`. */
  key: string;
  step: string;
  indexes: readonly number[];
  turn: number;
  /** Which way of the innermost split it is on; null outside of any. */
  way: number | null;
  /** Keys, in split order. */
  parents: string[];
  children: string[];
}

/** The name of a task, which says where in the run it is. */
export function keyOf(step: string, indexes: readonly number[], turn: number): string {
  return [step, ...indexes].join(".") + (turn > 1 ? `#${turn}` : "");
}

/** An open split, and who has arrived at its end. */
interface Split {
  size: number;
  arrived: ExpectedTask[];
  /** The foreach positions outside of it. */
  indexes: readonly number[];
}

interface Inside {
  split: Split;
  way: number;
}

/**
 * Goes through a flow as a run does, and tells its tasks.
 *
 * @param failing Keys of tasks that fail: nothing comes after them, and all else runs.
 */
export function expectedTasks(
  steps: readonly StepPlan[],
  failing: readonly string[] = [],
): ExpectedTask[] {
  const plans = new Map(steps.map((step) => [step.name, step]));
  const tasks: ExpectedTask[] = [];
  const turns = new Map<string, number>();

  const begin = (
    step: string,
    parents: ExpectedTask[],
    indexes: readonly number[],
    inside: readonly Inside[],
  ) => {
    const place = keyOf(step, indexes, 1);
    const turn = (turns.get(place) ?? 0) + 1;
    turns.set(place, turn);
    const key = keyOf(step, indexes, turn);
    const way = inside.at(-1)?.way ?? null;
    const task: ExpectedTask = { key, step, indexes, turn, way, parents: [], children: [] };
    tasks.push(task);
    for (const parent of parents) {
      parent.children.push(key);
      task.parents.push(parent.key);
    }
    if (!failing.includes(key)) goOn(task, inside);
  };

  const goOn = (task: ExpectedTask, inside: readonly Inside[]) => {
    const { next } = plans.get(task.step)!;
    const { indexes } = task;
    switch (next.kind) {
      case "end":
        return;
      case "step":
        return arrive(next.to, task, inside);
      case "switch":
        return arrive(next.cases[next.choose(task)]!, task, inside);
      case "branch": {
        const split = { size: next.to.length, arrived: [], indexes };
        next.to.forEach((to, way) => begin(to, [task], indexes, [...inside, { split, way }]));
        return;
      }
      case "foreach": {
        const split = { size: next.size, arrived: [], indexes };
        for (let way = 0; way < next.size; way++) {
          begin(next.to, [task], [...indexes, way], [...inside, { split, way }]);
        }
      }
    }
  };

  const arrive = (step: string, task: ExpectedTask, inside: readonly Inside[]) => {
    if (!plans.get(step)!.join) return begin(step, [task], task.indexes, inside);
    const { split, way } = inside.at(-1)!;
    split.arrived[way] = task;
    if (Object.keys(split.arrived).length < split.size) return;
    begin(step, split.arrived, split.indexes, inside.slice(0, -1));
  };

  begin(steps[0]!.name, [], [], []);
  return tasks;
}
