import { bindTask, type FlowSpec } from "./flow_spec.ts";
import type { NextCall, TaskHost, TaskOutcome } from "./host.ts";
import { type Hooks, hooksOf, runAfterwards, runHooked } from "./hooks.ts";
import { type FlowClass, prepareFlow, stepOf } from "./prepare.ts";
import { StepError } from "./step_error.ts";
import { TaskObject } from "./task_object.ts";

/** What else the Worker tells of a task. */
export interface TaskInfo {
  /**
   * 1 at the first try.
   *
   * @default {1}
   */
  attempt?: number;
  /**
   * The step's only possible transition as the graph has it. A decorator that handles an error goes
   * on with it when the step had not called `this.next` yet.
   */
  ownNext?: NextCall;
  /**
   * Values that are the same in all tasks of a run and cannot change: parameters, configs and
   * constants, filled as they are read. One map for each run.
   */
  shared?: Map<string, unknown>;
}

/** One task, ready to run. */
export interface FlowTask {
  /** The object that is `this` in the step. */
  readonly flow: FlowSpec;
  /**
   * Runs the step with its decorators' hooks.
   *
   * @throws What the step threw, or {@linkcode StepError} where it did not hand on as it has to.
   */
  run(): Promise<void>;
  /** What the task left behind; also after `run` has failed. */
  outcome(): TaskOutcome;
  /** Whether the decorators of the step allow another try after `error`. */
  retryable(error: unknown): boolean;
  /** Runs what decorators do when the task has ended and that has been told. */
  afterwards(): Promise<void>;
}

function removeFields(flow: object): void {
  // From the last to the first, which the engine undoes without slowing the object down.
  const names = Object.keys(flow);
  for (let i = names.length - 1; i >= 0; i--) {
    const name = names[i]!;
    if (typeof Reflect.get(flow, name) === "function") {
      // A helper stays, and is no artifact.
      Object.defineProperty(flow, name, { enumerable: false, writable: false });
    } else {
      Reflect.deleteProperty(flow, name);
    }
  }
}

class Task implements FlowTask {
  readonly flow: FlowSpec;
  readonly #object: TaskObject;
  readonly #host: TaskHost;
  readonly #info: TaskInfo;
  readonly #step: ReturnType<typeof stepOf>;
  readonly #hooks: Hooks[];

  constructor(flowClass: FlowClass, host: TaskHost, info: TaskInfo) {
    const prepared = prepareFlow(flowClass);
    this.#step = stepOf(prepared, host.step);
    this.#hooks = hooksOf(flowClass, this.#step);
    this.#host = host;
    this.#info = info;
    this.flow = new prepared.construct();
    removeFields(this.flow);
    this.#object = new TaskObject(this.flow, prepared, this.#step, host, info.shared ?? new Map());
    bindTask(this.flow, this.#object);
  }

  async #call(): Promise<void> {
    const { method } = this.#step;
    const inputs = this.#object.inputs();
    if (inputs !== null) {
      await method.call(this.flow, inputs);
    } else if (method.length > 0 && this.#host.frames.length > 0) {
      await method.call(this.flow, this.#object.input());
    } else {
      await method.call(this.flow);
    }
  }

  async run(): Promise<void> {
    if (this.#hooks.length === 0) {
      await this.#call();
    } else {
      const handled = await runHooked(this.#hooks, this.#context, () => this.#call());
      if (handled && this.#object.nextCall === null && this.#info.ownNext !== undefined) {
        this.#object.takeNext(this.#info.ownNext);
      }
    }
    if (this.#object.nextCall === null && !this.#step.end) {
      throw new StepError(
        "transition",
        `Step "${this.#step.name}" ended without calling this.next`,
        "Say which step follows: this.next(this.end). An async step awaits what it has to wait for.",
      );
    }
  }

  get #context() {
    return { flow: this.flow, step: this.#step.name, attempt: this.#info.attempt ?? 1 };
  }

  afterwards(): Promise<void> {
    return runAfterwards(this.#hooks, this.#context);
  }

  outcome(): TaskOutcome {
    return this.#object.outcome();
  }

  retryable(error: unknown): boolean {
    return this.#hooks.every(({ definition, options }) =>
      definition.retryOn?.(error, options) ?? true
    );
  }
}

/**
 * Makes the flow object of one task: what is `this` in the step.
 *
 * @param flowClass The flow, loaded from the user's file.
 * @param host Where the task's step, artifacts and inputs come from.
 * @param info What else is known of the task.
 * @throws {StepError} If the class is no flow or has no such step.
 */
export function createTask(flowClass: FlowClass, host: TaskHost, info: TaskInfo = {}): FlowTask {
  return new Task(flowClass, host, info);
}
