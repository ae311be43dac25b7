import { methodNotes } from "./notes.ts";
import { StepError } from "./step_error.ts";
import type { StepMethod } from "./step_types.ts";

/** Options of {@linkcode step}. */
export interface StepOptions {
  /**
   * The run begins here. Without it, the step named `start` is the first.
   *
   * @default {false}
   */
  start?: boolean;
  /**
   * The run ends here. Without it, the step named `end` is the last.
   *
   * @default {false}
   */
  end?: boolean;
}

/** What a decorator on a method is given by the language. */
// deno-lint-ignore no-explicit-any -- whichever class the method is in
export type MethodContext<M extends StepMethod> = ClassMethodDecoratorContext<any, M>;

function note(context: MethodContext<StepMethod>, options: StepOptions): void {
  if (context.kind !== "method" || context.static || context.private) {
    throw new StepError(
      "load",
      `Cannot make ${context.kind} "${String(context.name)}" a step`,
      "A step is a public method of the flow class.",
    );
  }
  methodNotes(context).step = { start: options.start ?? false, end: options.end ?? false };
}

/**
 * Makes a method of a flow a step.
 *
 * @example
 * ```ts
 * import { FlowSpec, step } from "flow";
 *
 * export default class Hello extends FlowSpec {
 *   @step
 *   start() {
 *     this.next(this.end);
 *   }
 *
 *   @step
 *   end() {}
 * }
 * ```
 *
 * @example Steps with names of their own
 * ```ts
 * class Report extends FlowSpec {
 *   @step({ start: true })
 *   load() {
 *     this.next(this.print);
 *   }
 *
 *   @step({ end: true })
 *   print() {}
 * }
 * ```
 *
 * @throws {StepError} If it stands on anything but a public method.
 */
export function step<M extends StepMethod>(method: M, context: MethodContext<M>): void;
export function step(
  options: StepOptions,
): <M extends StepMethod>(method: M, context: MethodContext<M>) => void;
export function step(
  first: StepMethod | StepOptions,
  context?: MethodContext<StepMethod>,
): unknown {
  if (context !== undefined) return note(context, {});
  return (_method: StepMethod, inner: MethodContext<StepMethod>) =>
    note(inner, first as StepOptions);
}
