/**
 * Frames on the socket between the scheduler and an executor: a header (JSON) and a payload
 * (bytes that the header refers to by offset), each preceded by its length as 32 bits.
 *
 * @module
 */

const PREFIX = 8;
/** A header longer than this is not one of ours. */
const MAX_HEADER = 64 * 1024 * 1024;
/** Larger values never travel in frames: they are files. */
const MAX_PAYLOAD = 256 * 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A frame as received. `payload` is memory of its own: it may be kept. */
export interface Frame {
  header: unknown;
  payload: Uint8Array<ArrayBuffer>;
}

/** A piece of a payload: `[offset, length]`. */
export type Piece = [offset: number, length: number];

/** Collects pieces of a payload while a header is made. */
export class Payload {
  #parts: Uint8Array[] = [];
  length = 0;

  add(bytes: Uint8Array): Piece {
    const offset = this.length;
    if (bytes.length > 0) this.#parts.push(bytes);
    this.length += bytes.length;
    return [offset, bytes.length];
  }

  parts(): Uint8Array[] {
    return this.#parts;
  }
}

/** The bytes of a piece: a view, not a copy. */
export function pieceOf(payload: Uint8Array<ArrayBuffer>, piece: Piece): Uint8Array<ArrayBuffer> {
  return payload.subarray(piece[0], piece[0] + piece[1]);
}

/** The bytes of a frame. */
export function encodeFrame(header: unknown, payload?: Payload): Uint8Array<ArrayBuffer> {
  const head = encoder.encode(JSON.stringify(header));
  const bytes = new Uint8Array(PREFIX + head.length + (payload?.length ?? 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, head.length);
  view.setUint32(4, payload?.length ?? 0);
  bytes.set(head, PREFIX);
  let offset = PREFIX + head.length;
  for (const part of payload?.parts() ?? []) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/**
 * Cuts a stream of bytes into frames.
 *
 * @throws {Error} in `push` when the bytes are no frames.
 */
export class FrameReader {
  #most: number;
  #pending: Uint8Array[] = [];
  #size = 0;

  /** @param most Bytes that a frame may have, until {@linkcode trust}. */
  constructor(most = Infinity) {
    this.#most = most;
  }

  /** From now on frames may be as long as any. */
  trust(): void {
    this.#most = Infinity;
  }

  /** Takes what has arrived and gives the frames that are now whole. */
  *push(bytes: Uint8Array): Generator<Frame> {
    this.#pending.push(bytes);
    this.#size += bytes.length;
    while (this.#size >= PREFIX) {
      const prefix = this.#peek(PREFIX);
      const view = new DataView(prefix.buffer, prefix.byteOffset, PREFIX);
      const headLength = view.getUint32(0);
      const payloadLength = view.getUint32(4);
      const total = PREFIX + headLength + payloadLength;
      if (headLength > MAX_HEADER || payloadLength > MAX_PAYLOAD || total > this.#most) {
        throw new Error("The bytes on the socket are no frames");
      }
      if (this.#size < total) return;
      const frame = this.#take(total);
      const header = JSON.parse(decoder.decode(frame.subarray(PREFIX, PREFIX + headLength)));
      yield { header, payload: frame.slice(PREFIX + headLength) };
    }
  }

  #peek(length: number): Uint8Array {
    const first = this.#pending[0]!;
    if (first.length >= length) return first.subarray(0, length);
    this.#join();
    return this.#pending[0]!.subarray(0, length);
  }

  #take(length: number): Uint8Array<ArrayBuffer> {
    if (this.#pending[0]!.length < length) this.#join();
    const first = this.#pending[0]! as Uint8Array<ArrayBuffer>;
    const taken = first.subarray(0, length);
    if (first.length === length) this.#pending.shift();
    else this.#pending[0] = first.subarray(length);
    this.#size -= length;
    return taken;
  }

  #join() {
    const joined = new Uint8Array(this.#size);
    let offset = 0;
    for (const part of this.#pending) {
      joined.set(part, offset);
      offset += part.length;
    }
    this.#pending = [joined];
  }
}

/**
 * Writes frames to a connection in the order in which they were given. What is given while a write
 * is under way goes out together with the next.
 */
export class FrameWriter {
  #connection: { write(bytes: Uint8Array): Promise<number> };
  #queue: Uint8Array[] = [];
  #writing: Promise<void> | null = null;
  #failed: ((error: unknown) => void) | undefined;
  /** Bytes given and not yet written. */
  backlog = 0;

  constructor(
    connection: { write(bytes: Uint8Array): Promise<number> },
    failed?: (error: unknown) => void,
  ) {
    this.#connection = connection;
    this.#failed = failed;
  }

  send(header: unknown, payload?: Payload): void {
    const bytes = encodeFrame(header, payload);
    this.#queue.push(bytes);
    this.backlog += bytes.length;
    this.#writing ??= this.#drain();
  }

  /** Resolves when all that was given is written. */
  async flushed(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async #drain() {
    try {
      while (this.#queue.length > 0) {
        const bytes = this.#queue.length === 1 ? this.#queue[0]! : concat(this.#queue);
        this.#queue = [];
        for (let done = 0; done < bytes.length;) {
          done += await this.#connection.write(bytes.subarray(done));
        }
        this.backlog -= bytes.length;
      }
    } catch (error) {
      this.#queue = [];
      this.#failed?.(error);
    } finally {
      this.#writing = null;
    }
  }
}

/** One array with the bytes of all. */
export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
