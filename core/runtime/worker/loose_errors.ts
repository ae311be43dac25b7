/**
 * Errors of a task that reach none of its awaits: rejected promises that nobody handles, and what is
 * thrown in timers and events.
 */
export class LooseErrors {
  #rejected = new Map<Promise<unknown>, unknown>();
  #thrown: PromiseWithResolvers<never> | null = null;
  /** No task has begun: what fails, fails the loading of the flow, and ends the Worker. */
  #loading = true;

  constructor() {
    globalThis.addEventListener("unhandledrejection", (event) => {
      if (this.#loading) return;
      event.preventDefault();
      if (this.#thrown !== null) this.#rejected.set(event.promise, event.reason);
    });
    // Awaited later than it failed.
    globalThis.addEventListener("rejectionhandled", (event) => {
      this.#rejected.delete((event as PromiseRejectionEvent).promise);
    });
    globalThis.addEventListener("error", (event) => {
      if (this.#loading) return;
      event.preventDefault();
      this.#thrown?.reject(event.error ?? new Error(event.message));
    });
  }

  /**
   * From now on they belong to a task.
   *
   * @returns Rejects when something is thrown: the task may be waiting for what will never come.
   */
  begin(): Promise<never> {
    this.#loading = false;
    this.#thrown = Promise.withResolvers<never>();
    this.#thrown.promise.catch(() => {});
    return this.#thrown.promise;
  }

  /** Promises that are still without anybody to handle them. */
  rejections(): { reason: unknown }[] {
    return [...this.#rejected.values()].map((reason) => ({ reason }));
  }

  /** From now on they belong to no task. */
  end(): void {
    this.#thrown = null;
    this.#rejected.clear();
  }
}

/** The error of a step that has left a rejected promise. */
export function leftRejected(reason: unknown, step: string): Error {
  return about(reason, `Step "${step}" left a rejected promise`, {
    hint: "Await every promise that the step makes, or catch its error.",
  });
}

/** The error of a step in which a timer or an event has thrown. */
export function thrownLoose(reason: unknown, step: string): Error {
  return about(reason, `Step "${step}" threw where nothing waits for it`, {
    hint: "An error in a timer or an event reaches no await of the step: catch it there.",
  });
}

function about(reason: unknown, what: string, more: { hint: string }): Error {
  const error = new Error(`${what}: ${messageOf(reason)}`, { cause: reason });
  if (reason instanceof Error && typeof reason.stack === "string") error.stack = reason.stack;
  return Object.assign(error, more);
}

function messageOf(reason: unknown): string {
  try {
    return reason instanceof Error ? String(reason.message) : Deno.inspect(reason);
  } catch {
    return "a value that cannot be shown";
  }
}
