import type { ObjectStore } from "../../../store/objects/object_store.ts";

/** Bytes of small objects kept in memory. */
const KEEP_BYTES = 16 << 20;

/** Small objects that are about to be read: those just made, and those read lately. */
export class SmallObjects {
  #store: ObjectStore;
  #known = new Map<string, Uint8Array<ArrayBuffer>>();
  /** Not yet committed: only here. */
  #pending = new Map<string, Uint8Array<ArrayBuffer>>();
  #bytes = 0;

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** Made by a task; to be committed soon. */
  add(digest: string, bytes: Uint8Array<ArrayBuffer>): void {
    this.#pending.set(digest, bytes);
  }

  /** The bytes that were made have been committed. */
  committed(digest: string): void {
    const bytes = this.#pending.get(digest);
    if (bytes === undefined) return;
    this.#pending.delete(digest);
    this.#remember(digest, bytes);
  }

  /** @throws {FlowError} Where the object is missing or damaged. */
  get(digest: string): Uint8Array<ArrayBuffer> {
    const known = this.#pending.get(digest) ?? this.#known.get(digest);
    if (known !== undefined) return known;
    const bytes = this.#store.get(digest) as Uint8Array<ArrayBuffer>;
    this.#remember(digest, bytes);
    return bytes;
  }

  #remember(digest: string, bytes: Uint8Array<ArrayBuffer>) {
    this.#known.set(digest, bytes);
    this.#bytes += bytes.length;
    for (const [oldest, old] of this.#known) {
      if (this.#bytes <= KEEP_BYTES && this.#known.size <= 4096) break;
      this.#known.delete(oldest);
      this.#bytes -= old.length;
    }
  }
}
