import type { FlowSpec } from "./flow_spec.ts";
import { type AnyFlowClass, type AppliedDecorator, classDecorators, notesOf } from "./notes.ts";
import type { FlowPolicy } from "./policy.ts";
import { flowDecoratorNamed, register } from "./registry.ts";

/** What is told of a run that has ended. */
export interface RunEnd {
  /** `Flow/7`. */
  run: string;
  flow: string;
  status: "succeeded" | "failed" | "cancelled";
  /** What made it fail, else null. */
  error: { name: string; message: string; stack: string; type: string } | null;
  params: Record<string, unknown>;
  tags: string[];
}

/** What a decorator on a flow class does. */
export interface FlowDecoratorDefinition<Options> {
  /** The name it is exported by. */
  name: string;
  /** What the flow asks of the scheduler. Called there; the place to refuse wrong options. */
  policy?(options: Options): FlowPolicy;
  /** Runs in the sandbox after the run has ended. What it throws does not change the run. */
  afterRun?(run: RunEnd, options: Options): void | Promise<void>;
}

/** A decorator that is ready to stand on a flow class. */
export type FlowDecorator = (
  // deno-lint-ignore no-explicit-any -- whatever a flow's constructor takes
  flowClass: abstract new (...args: any[]) => FlowSpec,
  context: ClassDecoratorContext,
) => void;

/**
 * Makes a decorator for flow classes.
 *
 * @param definition Its name, what it asks of the scheduler, and hooks.
 * @returns The decorator, to be written as `@name({ … })`.
 * @throws {StepError} If the name is taken by another decorator.
 *
 * @example
 * ```ts
 * import { defineFlowDecorator } from "flow";
 *
 * export const announce = defineFlowDecorator<{ to: string }>({
 *   name: "announce",
 *   afterRun: ({ run, status }, { to }) => console.log(`${to}: ${run} ${status}`),
 * });
 * ```
 */
export function defineFlowDecorator<Options>(
  definition: FlowDecoratorDefinition<Options>,
): (options: Options) => FlowDecorator {
  const { name } = definition;
  register("flow", name, definition as FlowDecoratorDefinition<unknown>);
  return (options) => (_flowClass, context) => {
    classDecorators(context).unshift({ name, options });
  };
}

/** The decorators on a flow class and its bases, outermost first, the class itself first. */
export function flowDecorators(flowClass: AnyFlowClass): AppliedDecorator[] {
  return [...notesOf(flowClass)].flatMap(({ decorators }) => decorators);
}

/**
 * Runs the `afterRun` hooks of a flow, from the innermost decorator to the outermost. All run, even
 * if one fails.
 *
 * @returns What they threw.
 */
export async function runAfterRun(flowClass: AnyFlowClass, run: RunEnd): Promise<unknown[]> {
  const errors: unknown[] = [];
  for (const { name, options } of flowDecorators(flowClass).reverse()) {
    try {
      await flowDecoratorNamed(name)?.afterRun?.(run, options);
    } catch (error) {
      errors.push(error);
    }
  }
  return errors;
}
