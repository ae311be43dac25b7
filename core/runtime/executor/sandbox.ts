import type { ToWorker } from "../worker/messages.ts";
import type { LoadMessage, WorkerPermissions } from "../protocol/messages.ts";

/** The half of the executor that runs the step's code, as the trusted half sees it. */
export interface Sandbox {
  post(message: ToWorker): void;
  end(): void;
}

/** What the trusted half wants to hear from a sandbox. */
export interface SandboxListener {
  /** Anything: the step's code can post messages too. */
  message(message: unknown): void;
  /** The realm itself failed, such as by an error that nothing caught. */
  failed(message: string): void;
}

/** Makes the sandbox of a step. */
export type CreateSandbox = (load: LoadMessage, listener: SandboxListener) => Sandbox;

/**
 * Makes Workers that have the rights of a step and no others.
 *
 * @param likely The rights that the step will most likely have: a Worker with them starts now, and
 * is used only if they turn out to be exactly the step's.
 */
export function workerSandboxes(likely: WorkerPermissions | null): CreateSandbox {
  const early = likely === null ? null : new WorkerSandbox(likely);
  return ({ permissions }, listener) => {
    const fits = early !== null && JSON.stringify(likely) === JSON.stringify(permissions);
    if (!fits) early?.end();
    const sandbox = fits ? early : new WorkerSandbox(permissions);
    sandbox.listen(listener);
    return sandbox;
  };
}

class WorkerSandbox implements Sandbox {
  #worker: Worker;
  #listener: SandboxListener | null = null;
  /** What it said before anybody listened. */
  #held: ((listener: SandboxListener) => void)[] = [];

  constructor(permissions: WorkerPermissions) {
    this.#worker = new Worker(new URL("../worker/main.ts", import.meta.url), {
      type: "module",
      name: "step",
      deno: { permissions },
    } as WorkerOptions);
    this.#worker.onmessage = ({ data }) => this.#tell((listener) => listener.message(data));
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#tell((listener) => listener.failed(event.message));
    };
    this.#worker.onmessageerror = () => {
      this.#tell((listener) => listener.failed("A message of the step could not be read"));
    };
  }

  listen(listener: SandboxListener): void {
    this.#listener = listener;
    for (const held of this.#held.splice(0)) held(listener);
  }

  post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  end(): void {
    this.#worker.terminate();
  }

  #tell(call: (listener: SandboxListener) => void) {
    if (this.#listener === null) this.#held.push(call);
    else call(this.#listener);
  }
}
