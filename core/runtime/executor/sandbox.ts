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

/** Makes the sandboxes of an executor. */
export interface Sandboxes {
  /** The sandbox of a step. */
  create(load: LoadMessage, listener: SandboxListener): Sandbox;
  /** Another step with the same rights is going to follow: its sandbox may be made ahead. */
  prepare(): void;
}

/** Makes Workers that have the rights of a step and no others. */
export class WorkerSandboxes implements Sandboxes {
  /** The rights that a step will most likely have. */
  #likely: WorkerPermissions | null;
  /** A Worker with exactly those, which nothing has run in. */
  #spare: WorkerSandbox | null = null;

  /** @param likely The rights that the first step will most likely have: a Worker starts now. */
  constructor(likely: WorkerPermissions | null) {
    this.#likely = likely;
    this.prepare();
  }

  create({ permissions }: LoadMessage, listener: SandboxListener): Sandbox {
    const spare = this.#spare;
    const fits = spare !== null && JSON.stringify(this.#likely) === JSON.stringify(permissions);
    if (!fits) spare?.end();
    this.#spare = null;
    this.#likely = permissions;
    const sandbox = fits ? spare : new WorkerSandbox(permissions);
    sandbox.listen(listener);
    return sandbox;
  }

  prepare(): void {
    if (this.#likely !== null) this.#spare ??= new WorkerSandbox(this.#likely);
  }
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
