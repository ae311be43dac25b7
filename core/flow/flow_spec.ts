import type { MergeNames } from "./merge_inputs.ts";
import { StepError } from "./step_error.ts";
import type {
  ArtifactName,
  InputList,
  ItemOf,
  Items,
  StepMethod,
  SwitchValue,
  Target,
  Targets,
} from "./step_types.ts";

/** Options of {@linkcode FlowSpec.merge}. At most one of the two may be given. */
export interface MergeOptions<F> {
  /** Take over only these artifacts. */
  include?: readonly ArtifactName<F>[];
  /** Take over all but these. */
  exclude?: readonly ArtifactName<F>[];
}

/** One level of the foreach that a task is in. */
export interface ForeachLevel {
  /** The position of the item, from 0. */
  index: number;
  /** The number of items. */
  size: number;
  /** The item. */
  value: unknown;
}

/** What stands behind a flow object while a task runs: see `task_object.ts`. */
export interface BoundTask {
  next(args: unknown[]): void;
  merge(inputs: unknown, options: MergeNames): void;
  input(): unknown;
  index(): number;
  foreachStack(): ForeachLevel[];
  /** The value of an artifact that is visible and not loaded yet. */
  load(flow: object, name: string): unknown;
  /** Throws: `name` is read, but nothing of that name is there. */
  missing(name: string): never;
  /** Makes a name that was not there an artifact. */
  assign(flow: object, name: string, value: unknown): void;
}

/** Puts a task behind a flow object. */
export let bindTask: (flow: FlowSpec, task: BoundTask) => void;

/** The task behind a flow object; null for any other value. */
export let taskOf: (flow: unknown) => BoundTask | null;

/**
 * The base class of all flows. A flow is a class that extends it, whose methods marked with
 * {@linkcode step} are its steps. What a step assigns to `this` is kept as an artifact and can be
 * read by the steps that come after it.
 *
 * @example
 * ```ts
 * import { FlowSpec, step } from "flow";
 *
 * export default class Sum extends FlowSpec {
 *   numbers!: number[];
 *   sum!: number;
 *
 *   @step
 *   start() {
 *     this.numbers = [1, 2, 3];
 *     this.next(this.end);
 *   }
 *
 *   @step
 *   end() {
 *     this.sum = this.numbers.reduce((a, b) => a + b, 0);
 *   }
 * }
 * ```
 */
export abstract class FlowSpec {
  #task: BoundTask | null = null;

  /**
   * Says which step follows. Each step calls it exactly once, at its end; the last step does not.
   *
   * - `this.next(this.a)` goes on with step `a`.
   * - `this.next(this.a, this.b)` runs both, and a join brings them together again.
   * - `this.next(this.a, { foreach: items })` runs `a` once for each item.
   * - `this.next({ x: this.a, y: this.b }, { switch: value })` goes on with the one that `value`
   *   names. A step may name itself or an earlier step: a loop.
   */
  next<M extends StepMethod>(target: M, options: { foreach: Items<ItemOf<M>> }): void;
  next<V extends SwitchValue, C extends Readonly<Record<`${V}`, StepMethod>>>(
    cases: C & { readonly [K in keyof C]: C[K] extends StepMethod ? Target<C[K]> : never },
    options: { switch: V },
  ): void;
  next<M extends [StepMethod, ...StepMethod[]]>(...targets: M & Targets<M>): void;
  next(...args: unknown[]): void {
    this.#bound("next").next(args);
  }

  /**
   * In a join, takes over the artifacts on which all inputs agree. What the join has set already is
   * left alone, which settles a conflict; what only some inputs have is taken if those agree.
   *
   * @param inputs The argument of the join.
   * @param options Which artifacts to take; all by default.
   * @throws {StepError} If inputs disagree, or none has a name of `include`. Nothing is set then.
   */
  merge<F>(inputs: InputList<F>, options: MergeOptions<F> = {}): void {
    this.#bound("merge").merge(inputs, options as MergeNames);
  }

  /** The item of the innermost foreach that the task is in; `undefined` outside of one. */
  // deno-lint-ignore no-explicit-any -- the item's type is known where the foreach is, not here
  get input(): any {
    return this.#bound("input").input();
  }

  /** The position of that item, from 0; -1 outside of a foreach. */
  get index(): number {
    return this.#bound("index").index();
  }

  /** All levels of foreach that the task is in, outermost first. */
  foreachStack(): ForeachLevel[] {
    return this.#bound("foreachStack").foreachStack();
  }

  #bound(name: string): BoundTask {
    if (this.#task !== null) return this.#task;
    throw new StepError(
      "error",
      `Cannot use "${name}" of ${this.constructor.name} outside of a running task`,
      "Run the flow with `flow run`, or with runFlow() from code.",
    );
  }

  static {
    bindTask = (flow, task) => {
      flow.#task = task;
    };
    taskOf = (flow) =>
      typeof flow === "object" && flow !== null && #task in flow ? flow.#task : null;
    // Names that no object on the chain has end here. The flow object itself stays an ordinary
    // object (a Proxy would break #private fields), and what it owns costs no trap.
    const base = Object.prototype;
    Object.setPrototypeOf(
      this.prototype,
      new Proxy({}, {
        get(target, key, receiver) {
          if (typeof key === "symbol" || key in target) return Reflect.get(target, key, receiver);
          // Asked for by `await` and by JSON.stringify of any object.
          if (key === "then" || key === "toJSON") return undefined;
          return taskOf(receiver)?.missing(key);
        },
        set(_target, key, value, receiver) {
          const task = taskOf(receiver);
          if (task === null || typeof key === "symbol" || key === "__proto__") {
            return Reflect.set(base, key, value, receiver);
          }
          task.assign(receiver, key, value);
          return true;
        },
      }),
    );
  }
}
