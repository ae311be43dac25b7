import type { ExpectedTask } from "../model/expected.ts";
import type { Model } from "../model/model.ts";

/** A kind of step: where in a run something may happen. */
export interface Kind {
  name: string;
  /** What to say where there is none, if not just that. */
  lack?: string;
  /** A task of such a step; none where the shape has no such step. */
  find(model: Model): ExpectedTask | undefined;
}

/** A task whose step passes. */
function ofStep(
  test: (next: string, task: ExpectedTask, model: Model) => boolean,
): Kind["find"] {
  return (model) =>
    model.tasks.findLast((task) => test(model.plan(task.step).next.kind, task, model));
}

/** All kinds of steps. */
export const KINDS: readonly Kind[] = [
  { name: "the first step", find: ({ tasks }) => tasks[0] },
  {
    name: "a plain step",
    find: ofStep((next, task, model) => {
      const { join, looped } = model.plan(task.step);
      return next === "step" && task.way === null && task !== model.tasks[0] && !join && !looped;
    }),
  },
  { name: "a step that branches", find: ofStep((next) => next === "branch") },
  { name: "a step with a foreach", find: ofStep((next) => next === "foreach") },
  { name: "a step in a split", find: ofStep((_, { way }) => way !== null) },
  {
    name: "a join",
    find: ofStep((_, { step }, model) => model.plan(step).join === true),
  },
  {
    name: "a switch",
    find: ofStep((next, { step }, model) => next === "switch" && !model.plan(step).looped),
  },
  { name: "a turn of a loop", find: ofStep((_, { turn }) => turn === 2) },
  {
    name: "the last step",
    lack: "its last step is its first",
    find: ({ tasks }) => tasks.length === 1 ? undefined : tasks.at(-1),
  },
];
