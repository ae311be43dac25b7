import type { ToWorker } from "../worker/messages.ts";
import type { LoadMessage } from "../protocol/messages.ts";

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

/** A Worker that has the rights of the step and no others. */
export const createWorkerSandbox: CreateSandbox = (load, listener) => {
  const worker = new Worker(new URL("../worker/main.ts", import.meta.url), {
    type: "module",
    name: load.step,
    deno: { permissions: load.permissions },
  } as WorkerOptions);
  worker.onmessage = (event) => listener.message(event.data);
  worker.onerror = (event) => {
    event.preventDefault();
    listener.failed(event.message);
  };
  worker.onmessageerror = () => listener.failed("A message of the step could not be read");
  return { post: (message) => worker.postMessage(message), end: () => worker.terminate() };
};
