/**
 * The half of an executor that the step's code cannot reach. It holds the connection to the
 * scheduler, and binds itself to one step after the other.
 *
 * @module
 */

import { FrameReader, FrameWriter } from "../protocol/frames.ts";
import type { ToExecutor } from "../protocol/messages.ts";
import { BoundStep } from "./bound_step.ts";
import { Outbox } from "./outbox.ts";
import { Questions } from "./questions.ts";
import type { Sandboxes } from "./sandbox.ts";
import type { ExecutorSettings } from "./settings.ts";

/**
 * Runs until the scheduler is gone.
 *
 * @param token Proves to the scheduler that this is the executor that it started.
 * @param exit Ends the process.
 */
export async function runTrustedHalf(
  settings: ExecutorSettings,
  token: string,
  sandboxes: Sandboxes,
  exit: (code: number) => void,
): Promise<void> {
  const connection = await Deno.connect({ transport: "unix", path: settings.socket });
  const half = new TrustedHalf(settings, sandboxes, connection, exit);
  half.greet(token);
  const reader = new FrameReader();
  const buffer = new Uint8Array(256 * 1024);
  try {
    for (;;) {
      const count = await connection.read(buffer);
      if (count === null) break;
      for (const frame of reader.push(buffer.slice(0, count))) {
        for (const message of frame.header as ToExecutor[]) half.take(message, frame.payload);
      }
    }
  } finally {
    // Nothing of the step may outlive the scheduler.
    exit(0);
  }
}

class TrustedHalf {
  #settings: ExecutorSettings;
  #sandboxes: Sandboxes;
  #outbox: Outbox;
  #questions: Questions;
  #exit: (code: number) => void;
  #step: BoundStep | null = null;

  constructor(
    settings: ExecutorSettings,
    sandboxes: Sandboxes,
    connection: Deno.UnixConn,
    exit: (code: number) => void,
  ) {
    this.#settings = settings;
    this.#sandboxes = sandboxes;
    this.#exit = exit;
    this.#outbox = new Outbox(new FrameWriter(connection, () => exit(1)));
    this.#questions = new Questions(this.#outbox);
  }

  greet(token: string): void {
    this.#outbox.add({ t: "hello", token, pid: Deno.pid });
    this.#outbox.flush();
  }

  take(message: ToExecutor, payload: Uint8Array<ArrayBuffer>): void {
    switch (message.t) {
      case "load":
        // Of the step before nothing is under way, and nothing of it stays.
        this.#step?.end();
        this.#step = new BoundStep(message, {
          settings: this.#settings,
          sandboxes: this.#sandboxes,
          outbox: this.#outbox,
          questions: this.#questions,
          exit: this.#exit,
        });
        return;
      case "spare":
        return this.#sandboxes.prepare();
      case "answer":
        return this.#questions.answered(message, payload);
      default:
        return this.#step!.take(message, payload);
    }
  }
}
