import type { Description } from "./description.ts";

/**
 * A part of a card. `update` takes what made it, anew: what is on the card changes in its place, and
 * is seen when the card is refreshed.
 *
 * Whatever it is made of, making one does not fail: a step must not fail by its card. What is wrong
 * is then told on the card.
 *
 * @typeParam Arguments What makes it.
 */
export class Component<Arguments extends unknown[] = never[]> {
  #describe: (...args: Arguments) => Description;
  #description: Description;

  constructor(describe: (...args: Arguments) => Description, args: Arguments) {
    this.#describe = describe;
    this.#description = this.#made(args);
  }

  /** It as plain data. */
  get description(): Description {
    return this.#description;
  }

  /** Shows something else in its place. */
  update(...args: Arguments): this {
    this.#description = this.#made(args);
    return this;
  }

  #made(args: Arguments): Description {
    try {
      return this.#describe(...args);
    } catch (error) {
      return wrong(error instanceof Error ? error.message : String(error));
    }
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

/** What is shown in place of what cannot be shown. */
export function wrong(text: string): Description {
  return { is: "wrong", text };
}
