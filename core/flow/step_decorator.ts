import type { Current } from "./current.ts";
import type { FlowSpec } from "./flow_spec.ts";
import { methodNotes } from "./notes.ts";
import type { StepPolicy } from "./policy.ts";
import { register } from "./registry.ts";
import type { MethodContext } from "./step.ts";
import type { StepMethod } from "./step_types.ts";

/** What the hooks of a step decorator are given. */
export interface HookContext<Options> {
  /** The flow object of the task: hooks read and set artifacts as a step does. */
  readonly flow: FlowSpec;
  /** The name of the step. */
  readonly step: string;
  readonly options: Options;
  /** 1 at the first try. */
  readonly attempt: number;
  readonly current: Current;
}

/** What `onError` answers to go on as if the step had not failed. */
export interface Handled {
  handled: true;
}

/**
 * What a step decorator does. `before` runs from the outermost decorator to the innermost, `after`
 * and `onError` from the innermost to the outermost.
 */
export interface StepDecoratorDefinition<Options> {
  /** The name it is exported by, which `--with NAME` uses as well. */
  name: string;
  /**
   * What the step asks of the scheduler. It is called in the scheduler, with the options as far as
   * they stand in the source, and so it is also the place to refuse wrong options.
   */
  policy?(options: Options): StepPolicy;
  /** Runs before the step. */
  before?(context: HookContext<Options>): void | Promise<void>;
  /** Runs in place of the step, which runs when `next` is called (at most once). */
  around?(context: HookContext<Options>, next: () => Promise<void>): void | Promise<void>;
  /**
   * Runs when the step (or a hook further in) has thrown. Answering `{ handled: true }` goes on
   * with the step's own transition; throwing replaces the error; anything else leaves it.
   */
  onError?(
    context: HookContext<Options> & { readonly error: unknown },
  ): Handled | void | Promise<Handled | void>;
  /** Runs after the step, if it has not failed. */
  after?(context: HookContext<Options>): void | Promise<void>;
  /**
   * Runs when the task has ended, however it has, and that has been told: nothing of the task waits
   * for it, changes or fails by it. The step's policy has to say how long it may take
   * (`StepPolicy.afterwards`); what it throws is lost.
   */
  afterwards?(context: HookContext<Options>): void | Promise<void>;
  /** Whether an attempt that failed with `error` may be tried again. */
  retryOn?(error: unknown, options: Options): boolean;
}

/** A decorator that is ready to stand on a step. */
export type StepDecorator = <M extends StepMethod>(method: M, context: MethodContext<M>) => void;

/**
 * How a decorator can be written: `@name({ … })`, and also `@name` and `@name()` where no option
 * has to be given.
 */
export type StepDecoratorFactory<Options> = Record<never, never> extends Options
  ? StepDecorator & ((options?: Options) => StepDecorator)
  : (options: Options) => StepDecorator;

/**
 * Makes a decorator for steps.
 *
 * @param definition Its name, what it asks of the scheduler, and hooks around the step.
 * @returns The decorator, to be written as `@name` or `@name({ … })`.
 * @throws {StepError} If the name is taken by another decorator.
 *
 * @example
 * ```ts
 * import { defineStepDecorator } from "flow";
 *
 * export const timed = defineStepDecorator<{ as?: string }>({
 *   name: "timed",
 *   async around({ flow, options }, next) {
 *     const start = performance.now();
 *     await next();
 *     Reflect.set(flow, options.as ?? "milliseconds", performance.now() - start);
 *   },
 * });
 * ```
 */
export function defineStepDecorator<Options = Record<never, never>>(
  definition: StepDecoratorDefinition<Options>,
): StepDecoratorFactory<Options> {
  const { name } = definition;
  register("step", name, definition as StepDecoratorDefinition<unknown>);
  const apply = (options: unknown): StepDecorator => (_method, context) => {
    // The language applies the decorator next to the method first.
    methodNotes(context).decorators.unshift({ name, options });
  };
  const factory = (first?: unknown, context?: MethodContext<StepMethod>) =>
    context === undefined ? apply(first ?? {}) : apply({})(first as StepMethod, context);
  return factory as unknown as StepDecoratorFactory<Options>;
}
