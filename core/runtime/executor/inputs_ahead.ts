import type { AskInputs } from "../protocol/messages.ts";

type Find = (task: number, ask: AskInputs) => Promise<Uint8Array>;

/**
 * Inputs of a join are looked at in order, some hundred at a time, and the step's code stands still
 * while it waits for them. So the next ones are asked for while it works on those before.
 */
export class InputsAhead {
  #find: Find;
  #key = "";
  #next: Promise<Uint8Array> | null = null;

  /** @param find Asks the scheduler. */
  constructor(find: Find) {
    this.#find = find;
  }

  /** The answer to a question, and the start of the next. */
  async answer(task: number, ask: AskInputs): Promise<Uint8Array> {
    const found = this.#next !== null && this.#key === keyOf(task, ask)
      ? this.#next
      : this.#find(task, ask);
    this.#next = null;
    const bytes = await found;
    if (ask.then > 0) {
      const next = { ...ask, from: ask.from + ask.count, count: ask.then, base: false };
      this.#key = keyOf(task, next);
      this.#next = this.#find(task, next);
      // Who asks for it hears of it.
      this.#next.catch(() => {});
    }
    return bytes;
  }
}

/** All that the answer depends on. */
function keyOf(task: number, { then: _, ...ask }: AskInputs): string {
  return JSON.stringify([task, ask.from, ask.count, ask.names, ask.base, ask.items]);
}
