import { flowDecoratorNamed, stepDecoratorNamed, stepDecoratorNames } from "../flow/registry.ts";

/** What the linter asks of a decorator: to refuse options that it does not take. */
export interface DecoratorCheck {
  policy?(options: unknown): unknown;
}

/** The decorators that the linter knows, by name. */
export interface LintOptions {
  decorators?: { get(name: string): DecoratorCheck | undefined };
  flowDecorators?: { get(name: string): DecoratorCheck | undefined };
}

let load: (() => Promise<unknown>) | null = null;

/**
 * Says where the decorators that come with Flow are. `core` knows no plugin, so what puts the parts
 * together (the command line) says it; they are loaded only when a flow is linted afresh.
 */
export function decoratorsComeFrom(loader: () => Promise<unknown>): void {
  load = loader;
}

/** Loads the decorators, unless they are there. */
export async function loadDecorators(): Promise<void> {
  if (load !== null && stepDecoratorNames().length === 0) await load();
}

/** Whether decorators are loaded, or would be when they are needed. */
export function hasDecorators(): boolean {
  return load !== null || stepDecoratorNames().length > 0;
}

/** The decorators that are loaded. */
export function knownDecorators(): LintOptions {
  return {
    decorators: { get: stepDecoratorNamed as (name: string) => DecoratorCheck | undefined },
    flowDecorators: { get: flowDecoratorNamed as (name: string) => DecoratorCheck | undefined },
  };
}
