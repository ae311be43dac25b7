const CANCELLING: Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Turns the signals that ask this process to end into two calls: the first time to stop with care,
 * the second time at once.
 */
export class Interrupts implements Disposable {
  readonly #controller = new AbortController();
  readonly #listener: () => void;
  #kill: (() => void) | null = null;

  /** @param onFirst Tells the person what happens, and what a second time does. */
  constructor(onFirst: () => void) {
    this.#listener = () => {
      if (this.happened) this.#kill?.();
      else {
        this.#controller.abort();
        onFirst();
      }
    };
    for (const signal of CANCELLING) Deno.addSignalListener(signal, this.#listener);
  }

  /** Aborts at the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get happened(): boolean {
    return this.#controller.signal.aborted;
  }

  /** What a second signal does. */
  onSecond(kill: () => void): void {
    this.#kill = kill;
  }

  [Symbol.dispose](): void {
    for (const signal of CANCELLING) Deno.removeSignalListener(signal, this.#listener);
  }
}
