/** Bytes that may wait for a listener; one that takes no more is let go. */
const MOST = 256 * 1024;

const text = new TextEncoder();

/** Somebody who hears of changes: a response that goes on, as server-sent events. */
export class Listener {
  /** The only run that it hears of; null for all. */
  readonly run: string | null;
  readonly body: ReadableStream<Uint8Array>;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #gone: () => void;

  /** @param gone Called once, when it no longer listens. */
  constructor(run: string | null, gone: () => void) {
    this.run = run;
    this.#gone = gone;
    this.body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => this.#leave(),
    }, new ByteLengthQueuingStrategy({ highWaterMark: MOST }));
  }

  /** Sends what has been put into the form of {@linkcode message}. */
  send(message: Uint8Array): void {
    if ((this.#controller.desiredSize ?? 0) < message.length) {
      this.#controller.error(new Error("The listener takes nothing more"));
      this.#leave();
    } else this.#controller.enqueue(message);
  }

  /** Ends the response. */
  close(): void {
    this.#controller.close();
    this.#leave();
  }

  #leave(): void {
    const gone = this.#gone;
    this.#gone = () => {};
    gone();
  }
}

/** A message of server-sent events; without an event it only sets the id that a listener resumes by. */
export function message(id: string, event?: string, data?: unknown): Uint8Array {
  const lines = event === undefined ? "" : `event: ${event}\ndata: ${JSON.stringify(data)}\n`;
  return text.encode(`${lines}id: ${id}\n\n`);
}

/** A line that is no message. */
export function comment(words: string): Uint8Array {
  return text.encode(`: ${words}\n\n`);
}

/** How long a listener is to wait before it comes again, in milliseconds. */
export function retryAfter(milliseconds: number): Uint8Array {
  return text.encode(`retry: ${milliseconds}\n\n`);
}
