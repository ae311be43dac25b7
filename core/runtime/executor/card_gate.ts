import type { OutValue } from "../worker/messages.ts";
import { MessageError } from "./check_value.ts";

/** Milliseconds between two updates of a card that are passed on while a step runs. */
const PAUSE = 500;

/**
 * Keeps a step from flooding the store with its cards: what comes too soon after another is held
 * back until something newer comes, or the attempt ends. Flow's own code in the sandbox never is as
 * quick; others' may be.
 */
export class CardGate {
  #ids: ReadonlySet<string>;
  #passed = new Map<string, number>();
  #held = new Map<string, OutValue>();

  /** @param ids The cards that the step has. */
  constructor(ids: readonly string[]) {
    this.#ids = new Set(ids);
  }

  /**
   * What a card of the running attempt shows now.
   *
   * @returns The cards that are to be passed on.
   * @throws {MessageError} If the step has no such card.
   */
  take(card: OutValue, now: number = performance.now()): OutValue[] {
    const { name } = card;
    if (!this.#ids.has(name)) throw new MessageError();
    if (now - (this.#passed.get(name) ?? -Infinity) < PAUSE) {
      this.#held.set(name, card);
      return [];
    }
    this.#held.delete(name);
    this.#passed.set(name, now);
    return [card];
  }

  /** The attempt ends: gives what was held back. */
  end(): OutValue[] {
    const held = [...this.#held.values()];
    this.#held.clear();
    this.#passed.clear();
    return held;
  }
}
