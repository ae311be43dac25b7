/**
 * What a task started and did not end: timers and Workers of its own. They are ended with it, so
 * that nothing of one task runs on in the next of a warm executor.
 */
export class Leftovers {
  #timers = new Set<unknown>();
  #workers = new Set<Worker>();

  /** Puts itself in front of the timers and of `Worker`. */
  constructor() {
    const timers = this.#timers;
    const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
    const track =
      <Start extends typeof setTimeout>(start: Start, repeats: boolean) =>
      (call: unknown, delay?: number, ...args: unknown[]) => {
        const id = start(
          typeof call !== "function" ? call as never : (...given: unknown[]) => {
            if (!repeats) timers.delete(id);
            call(...given);
          },
          delay,
          ...args,
        );
        timers.add(id);
        return id;
      };
    const untrack = (stop: typeof clearTimeout) => (id?: Parameters<typeof clearTimeout>[0]) => {
      timers.delete(id);
      stop(id);
    };
    Object.assign(globalThis, {
      setTimeout: track(setTimeout, false),
      setInterval: track(setInterval as typeof setTimeout, true),
      clearTimeout: untrack(clearTimeout),
      clearInterval: untrack(clearInterval),
    });
    const workers = this.#workers;
    globalThis.Worker = class extends Worker {
      constructor(specifier: string | URL, options?: WorkerOptions) {
        super(specifier, options);
        workers.add(this);
      }
    };
  }

  clear(): void {
    for (const id of this.#timers) clearTimeout(id as Parameters<typeof clearTimeout>[0]);
    for (const worker of this.#workers) worker.terminate();
    this.#timers.clear();
    this.#workers.clear();
  }
}
