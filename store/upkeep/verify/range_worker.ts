import { FlowError } from "../../error.ts";
import type { Range, Verified } from "./verify_range.ts";

/** What the Worker of {@linkcode RangeWorker} answers. */
export type RangeAnswer =
  | { kind: "passed"; bytes: number }
  | { kind: "verified"; verified: Verified }
  /** With a code where it is an error for people, of which a message between threads keeps nothing else. */
  | { kind: "failed"; error: unknown; code?: string; hint?: string };

/** Verifies ranges of objects in a thread of its own, one after the other. */
export class RangeWorker implements Disposable {
  readonly #dir: string;
  readonly #worker = new Worker(new URL("./range_worker_main.ts", import.meta.url), {
    type: "module",
  });

  /** @param dir The store's folder. */
  constructor(dir: string) {
    this.#dir = dir;
  }

  /** As `verifyRange`; the lengths of several pieces are told together. */
  verify(range: Range, passed: (length: number) => void): Promise<Verified> {
    const { promise, resolve, reject } = Promise.withResolvers<Verified>();
    this.#worker.onmessage = ({ data }: MessageEvent<RangeAnswer>) => {
      try {
        if (data.kind === "passed") passed(data.bytes);
        else if (data.kind === "verified") resolve(data.verified);
        else reject(errorOf(data));
      } catch (error) {
        reject(error);
      }
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    this.#worker.postMessage({ dir: this.#dir, range });
    return promise;
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}

function errorOf({ error, code, hint }: RangeAnswer & { kind: "failed" }): unknown {
  if (code === undefined || !(error instanceof Error)) return error;
  return new FlowError(code, error.message, hint === undefined ? {} : { hint });
}
