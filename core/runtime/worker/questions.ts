import type { ArtifactRef } from "../../../store/metadata/rows.ts";
import { FrameReader } from "../protocol/frames.ts";
import type { Ask } from "../protocol/messages.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { type SharedMemory, SyncCaller } from "./sync_channel.ts";

/** What a step asks of the trusted half and, through it, of the scheduler. */
export class Questions {
  #caller: SyncCaller;
  #post: (message: FromWorker) => void;
  #replies = new Map<number, (reply: Extract<ToWorker, { k: "reply" }>) => void>();
  #id = 0;

  constructor(memory: SharedMemory, post: (message: FromWorker) => void) {
    this.#post = post;
    this.#caller = new SyncCaller(memory, (message) => post(message as FromWorker));
  }

  /** The bytes of an object. Blocks. */
  object({ digest, kind, size }: ArtifactRef): Uint8Array<ArrayBuffer> {
    return this.#caller.call({ k: "read", ref: { digest, kind, size } }, size);
  }

  /** Writes an object to a file in the task's temporary folder. Blocks. */
  materialise(digest: string, path: string): void {
    this.#caller.call({ k: "materialise", digest, path });
  }

  /** Asks the scheduler. Blocks. */
  now(task: number, ask: Ask): { header: unknown; payload: Uint8Array<ArrayBuffer> } {
    const bytes = this.#caller.call({ k: "ask", task, ask });
    for (const frame of new FrameReader().push(bytes)) return frame;
    throw new Error("The scheduler gave no answer");
  }

  /** Asks the scheduler without blocking. */
  later(task: number, ask: Ask): Promise<unknown> {
    const id = ++this.#id;
    this.#post({ k: "call", id, task, ask });
    return new Promise((settle, reject) => {
      this.#replies.set(id, (reply) => {
        if (reply.error === undefined) settle(reply.value);
        else reject(Object.assign(new Error(reply.error), { code: reply.code }));
      });
    });
  }

  /** The answer to one that does not block. */
  replied(reply: Extract<ToWorker, { k: "reply" }>): void {
    const settle = this.#replies.get(reply.id);
    this.#replies.delete(reply.id);
    settle?.(reply);
  }
}
