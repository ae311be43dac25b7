import { type ExpectedTask, expectedTasks } from "./expected.ts";
import { flowName, type Shape, type StepPlan } from "./plan.ts";

/** The flow of a shape of a certain width, and what a run of it consists of. */
export class Model {
  readonly shape: Shape;
  readonly flow: string;
  readonly steps: readonly StepPlan[];
  readonly tasks: readonly ExpectedTask[];

  constructor(shape: Shape, width = shape.width) {
    this.shape = shape;
    this.flow = flowName(shape);
    this.steps = shape.steps(width);
    this.tasks = expectedTasks(this.steps);
  }

  /** The plan of a step. */
  plan(step: string): StepPlan {
    return this.steps.find(({ name }) => name === step)!;
  }

  /** A task by its key. */
  task(key: string): ExpectedTask {
    return this.tasks.find((task) => task.key === key)!;
  }

  get joins(): readonly StepPlan[] {
    return this.steps.filter(({ join }) => join);
  }

  /** Whether a failure of the step can be caught: its `next` needs nothing that the step computes. */
  isCatchable({ next }: StepPlan): boolean {
    return next.kind !== "foreach" && next.kind !== "switch";
  }

  /** What a run must have in which tasks fail: nothing comes after them, and all else runs. */
  tasksUntil(...failing: string[]): ExpectedTask[] {
    return expectedTasks(this.steps, failing);
  }
}
