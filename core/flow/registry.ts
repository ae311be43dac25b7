import type { FlowDecoratorDefinition } from "./flow_decorator.ts";
import type { StepDecoratorDefinition } from "./step_decorator.ts";
import { StepError } from "./step_error.ts";

interface Definitions {
  step: StepDecoratorDefinition<unknown>;
  flow: FlowDecoratorDefinition<unknown>;
}

const steps = new Map<string, Definitions["step"]>();
const flows = new Map<string, Definitions["flow"]>();

/**
 * Makes a decorator known by its name.
 *
 * @throws {StepError} If another one has that name.
 */
export function register<K extends keyof Definitions>(
  kind: K,
  name: string,
  definition: Definitions[K],
): void {
  if (steps.has(name) || flows.has(name)) {
    throw new StepError(
      "load",
      `Cannot define a decorator "${name}": there is one already`,
      "Give it another name.",
    );
  }
  (kind === "step" ? steps : flows).set(name, definition);
}

/** The step decorator of that name, if there is one. */
export function stepDecoratorNamed(name: string): StepDecoratorDefinition<unknown> | undefined {
  return steps.get(name);
}

/** The flow decorator of that name, if there is one. */
export function flowDecoratorNamed(name: string): FlowDecoratorDefinition<unknown> | undefined {
  return flows.get(name);
}

/** The names of all step decorators. */
export function stepDecoratorNames(): string[] {
  return [...steps.keys()];
}
