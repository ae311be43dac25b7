/**
 * A blocking call from the Worker to the trusted half of its executor: a message asks, the answer
 * comes in pieces through shared memory, on which the Worker waits. 40 µs there and back.
 *
 * @module
 */

/** Words of the control block. */
export const STATE = 0;
export const LENGTH = 1;

/** Values of the state word. */
export const WAITING = 0;
export const PIECE = 1;
export const LAST = 2;
export const FAILED = 3;

/** Bytes that go at once. */
export const WINDOW = 1 << 20;

/** The memory that both halves share. */
export interface SharedMemory {
  control: SharedArrayBuffer;
  data: SharedArrayBuffer;
}

export function createSharedMemory(): SharedMemory {
  return { control: new SharedArrayBuffer(16), data: new SharedArrayBuffer(WINDOW) };
}

/** The Worker's end. */
export class SyncCaller {
  #control: Int32Array;
  #data: Uint8Array;
  #post: (message: unknown) => void;

  constructor(memory: SharedMemory, post: (message: unknown) => void) {
    this.#control = new Int32Array(memory.control);
    this.#data = new Uint8Array(memory.data);
    this.#post = post;
  }

  /**
   * Asks and waits for the answer.
   *
   * @param size Bytes of the answer where they are known: saves a copy.
   * @throws {Error} What the other half says went wrong.
   */
  call(message: Record<string, unknown>, size?: number): Uint8Array<ArrayBuffer> {
    let whole = new Uint8Array(size ?? 0);
    let length = 0;
    Atomics.store(this.#control, STATE, WAITING);
    this.#post(message);
    for (;;) {
      Atomics.wait(this.#control, STATE, WAITING);
      const state = Atomics.load(this.#control, STATE);
      const count = Atomics.load(this.#control, LENGTH);
      const piece = this.#data.subarray(0, count);
      if (state === FAILED) throw new Error(new TextDecoder().decode(piece.slice()));
      if (length + count > whole.length) {
        const larger = new Uint8Array(Math.max(length + count, whole.length * 2));
        larger.set(whole.subarray(0, length));
        whole = larger;
      }
      whole.set(piece, length);
      length += count;
      if (state === LAST) return length === whole.length ? whole : whole.slice(0, length);
      Atomics.store(this.#control, STATE, WAITING);
      this.#post({ k: "more" });
    }
  }
}

/** The trusted half's end. */
export class SyncAnswerer {
  #control: Int32Array;
  #data: Uint8Array;
  #rest: Iterator<Uint8Array> | null = null;
  #piece: Uint8Array | null = null;

  constructor(memory: SharedMemory) {
    this.#control = new Int32Array(memory.control);
    this.#data = new Uint8Array(memory.data);
  }

  /** Answers with bytes, in as many pieces as it takes. An error while iterating fails the call. */
  answer(chunks: Iterable<Uint8Array>): void {
    this.#rest = chunks[Symbol.iterator]();
    this.#piece = null;
    this.more();
  }

  fail(message: string): void {
    const bytes = new TextEncoder().encode(message).subarray(0, WINDOW);
    this.#data.set(bytes);
    this.#give(FAILED, bytes.length);
  }

  /** The Worker has taken the piece before. */
  more(): void {
    try {
      this.#piece ??= this.#next();
      if (this.#piece === null) return this.#give(LAST, 0);
      const count = Math.min(this.#piece.length, WINDOW);
      this.#data.set(this.#piece.subarray(0, count));
      this.#piece = count < this.#piece.length ? this.#piece.subarray(count) : this.#next();
      this.#give(this.#piece === null ? LAST : PIECE, count);
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    }
  }

  #next(): Uint8Array | null {
    for (;;) {
      const step = this.#rest!.next();
      if (step.done) return null;
      if (step.value.length > 0) return step.value;
    }
  }

  #give(state: number, length: number) {
    Atomics.store(this.#control, LENGTH, length);
    Atomics.store(this.#control, STATE, state);
    Atomics.notify(this.#control, STATE);
  }
}
