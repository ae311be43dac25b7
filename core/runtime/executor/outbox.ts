import { FrameWriter, Payload } from "../protocol/frames.ts";
import type { FromExecutor } from "../protocol/messages.ts";

/** Messages that wait to go out together. */
const BATCH = 64;
/** Values of one message that nothing else goes along with. */
const BATCH_REFS = 512;
/** Payload bytes that wait at most. */
const BATCH_BYTES = 1 << 20;

/** Collects messages to the scheduler, so that a run of short tasks costs one write for many. */
export class Outbox {
  #writer: FrameWriter;
  #messages: FromExecutor[] = [];
  #payload = new Payload();

  constructor(writer: FrameWriter) {
    this.#writer = writer;
  }

  /** The payload that the pieces of the next message must be of. */
  get payload(): Payload {
    return this.#payload;
  }

  add(message: FromExecutor): void {
    this.#messages.push(message);
    const isLong = "refs" in message && message.refs.length > BATCH_REFS;
    if (isLong || this.#messages.length >= BATCH || this.#payload.length >= BATCH_BYTES) {
      this.flush();
    }
  }

  flush(): void {
    if (this.#messages.length === 0) return;
    this.#writer.send(this.#messages, this.#payload);
    this.#messages = [];
    this.#payload = new Payload();
  }

  /** Bytes on their way. */
  get backlog(): number {
    return this.#writer.backlog;
  }

  flushed(): Promise<void> {
    this.flush();
    return this.#writer.flushed();
  }
}
