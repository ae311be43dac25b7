/** A function that starts a timer, or that stops one. */
type TimerFunction = (...args: unknown[]) => unknown;

/**
 * What a task started and did not end: timers and Workers of its own. They are ended with it, so
 * that nothing of one task runs on in the next of a warm executor.
 */
export class Leftovers {
  #timers = new Set<unknown>();
  #workers = new Set<Worker>();

  /** Puts itself in front of the timers and of `Worker`. */
  constructor() {
    wrapOnUse("setTimeout", (start) => this.#track(start, false));
    wrapOnUse("setInterval", (start) => this.#track(start, true));
    wrapOnUse("clearTimeout", (stop) => this.#untrack(stop));
    wrapOnUse("clearInterval", (stop) => this.#untrack(stop));
    const workers = this.#workers;
    // No class of its own: from one that extends it, the original could be had.
    globalThis.Worker = new Proxy(Worker, {
      construct(original, args, target) {
        const worker = Reflect.construct(original, args, target);
        workers.add(worker);
        return worker;
      },
    });
    globalThis.Worker.prototype.constructor = globalThis.Worker;
  }

  clear(): void {
    for (const id of this.#timers) clearTimeout(id as Parameters<typeof clearTimeout>[0]);
    for (const worker of this.#workers) worker.terminate();
    this.#timers.clear();
    this.#workers.clear();
  }

  #track(start: TimerFunction, repeats: boolean): TimerFunction {
    return (call, ...args) => {
      const once = (...given: unknown[]) => {
        if (!repeats) this.#timers.delete(id);
        (call as TimerFunction)(...given);
      };
      const id = start(typeof call === "function" ? once : call, ...args);
      this.#timers.add(id);
      return id;
    };
  }

  #untrack(stop: TimerFunction): TimerFunction {
    return (id) => {
      this.#timers.delete(id);
      return stop(id);
    };
  }
}

/**
 * Replaces a function of the realm, not before it is first used: until then Deno has not loaded the
 * 4 ms of Node's machinery that its timers come from.
 */
function wrapOnUse(name: string, wrap: (original: TimerFunction) => TimerFunction): void {
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, name)!;
  const settle = (value: unknown) =>
    Object.defineProperty(globalThis, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  Object.defineProperty(globalThis, name, {
    enumerable: true,
    configurable: true,
    get() {
      const original = descriptor.get === undefined
        ? descriptor.value
        : descriptor.get.call(globalThis);
      const wrapped = wrap(original);
      settle(wrapped);
      return wrapped;
    },
    set: settle,
  });
}
