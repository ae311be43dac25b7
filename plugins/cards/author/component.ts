import { StepError } from "../../../core/flow/step_error.ts";
import type { Description } from "./description.ts";

/**
 * A part of a card. `update` takes what made it, anew: what is on the card changes in its place, and
 * is seen when the card is refreshed.
 *
 * @typeParam Arguments What makes it.
 */
export class Component<Arguments extends unknown[] = never[]> {
  #describe: (...args: Arguments) => Description;
  #description: Description;

  constructor(describe: (...args: Arguments) => Description, args: Arguments) {
    this.#describe = describe;
    this.#description = describe(...args);
  }

  /** It as plain data. */
  get description(): Description {
    return this.#description;
  }

  /** Shows something else in its place. */
  update(...args: Arguments): this {
    this.#description = this.#describe(...args);
    return this;
  }
}

/** Any component. */
// deno-lint-ignore no-explicit-any -- whatever makes it
export type AnyComponent = Component<any>;

/** A function that makes components. */
export function component<Arguments extends unknown[]>(
  describe: (...args: Arguments) => Description,
): (...args: Arguments) => Component<Arguments> {
  return (...args) => new Component(describe, args);
}

/** The error for what cannot be put on a card. */
export function wrongComponent(name: string, message: string, hint: string): StepError {
  return new StepError("error", `${name}: ${message}`, hint);
}
