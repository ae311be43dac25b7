import { current } from "./current.ts";
import type { AppliedDecorator } from "./notes.ts";
import type { FlowClass, PreparedStep } from "./prepare.ts";
import { stepDecoratorNamed } from "./registry.ts";
import type { HookContext, StepDecoratorDefinition } from "./step_decorator.ts";

/** A decorator of a step that does something in the Worker. */
export interface Hooks {
  definition: StepDecoratorDefinition<unknown>;
  options: unknown;
}

const extras = new WeakMap<FlowClass, AppliedDecorator[]>();
const cache = new WeakMap<FlowClass, Map<string, Hooks[]>>();

/**
 * Puts decorators on all steps of a flow that do not have one of that name, outside of those that
 * stand in the source: what `--with` does.
 */
export function addDecorators(flowClass: FlowClass, extra: AppliedDecorator[]): void {
  extras.set(flowClass, [...extra, ...extras.get(flowClass) ?? []]);
  cache.delete(flowClass);
}

/** The decorators of a step, outermost first, those of {@linkcode addDecorators} included. */
export function stepDecorators(flowClass: FlowClass, step: PreparedStep): AppliedDecorator[] {
  const own = step.decorators;
  const extra = (extras.get(flowClass) ?? [])
    .filter(({ name }) => !own.some((decorator) => decorator.name === name));
  return [...extra, ...own];
}

function hasHooks(definition: Hooks["definition"]): boolean {
  const { before, around, onError, after, afterwards, retryOn } = definition;
  return (before ?? around ?? onError ?? after ?? afterwards ?? retryOn) !== undefined;
}

/** The decorators of a step that have hooks, outermost first. */
export function hooksOf(flowClass: FlowClass, step: PreparedStep): Hooks[] {
  let bySteps = cache.get(flowClass);
  if (bySteps === undefined) cache.set(flowClass, bySteps = new Map());
  let hooks = bySteps.get(step.name);
  if (hooks === undefined) {
    hooks = [];
    for (const { name, options } of stepDecorators(flowClass, step)) {
      const definition = stepDecoratorNamed(name);
      if (definition !== undefined && hasHooks(definition)) hooks.push({ definition, options });
    }
    bySteps.set(step.name, hooks);
  }
  return hooks;
}

/** Runs what decorators do when a task has ended; what one throws keeps no other from running. */
export async function runAfterwards(
  hooks: Hooks[],
  task: Omit<HookContext<unknown>, "options" | "current">,
): Promise<void> {
  for (const { definition, options } of hooks) {
    try {
      await definition.afterwards?.({ ...task, options, current });
    } catch {
      // Nobody waits for it.
    }
  }
}

/**
 * Runs a step with the hooks of its decorators.
 *
 * @param hooks Outermost first.
 * @param task What the hooks are told of the task.
 * @param step Runs the step itself.
 * @returns Whether a hook handled an error.
 * @throws What the step or a hook threw, if no hook handled it.
 */
export async function runHooked(
  hooks: Hooks[],
  task: Omit<HookContext<unknown>, "options" | "current">,
  step: () => Promise<void>,
): Promise<boolean> {
  let handled = false;
  let inner = step;
  for (const { definition, options } of hooks.toReversed()) {
    const context = { ...task, options, current };
    const further = inner;
    inner = async () => {
      try {
        await definition.before?.(context);
        if (definition.around === undefined) await further();
        else await definition.around(context, further);
        await definition.after?.(context);
      } catch (error) {
        const answer = await definition.onError?.({ ...context, error });
        if (answer?.handled !== true) throw error;
        handled = true;
      }
    };
  }
  await inner();
  return handled;
}
