import type { ArtifactRef } from "../../../store/metadata/rows.ts";
import { INLINE_MAX } from "../../../store/objects/layout.ts";
import type { ObjectStore } from "../../../store/objects/object_store.ts";

/** Bytes of small objects kept in memory, twice. */
const KEEP_BYTES = 8 << 20;
/** Small objects kept in memory: more than one page of a join or foreach. */
const KEEP = 4096;

/** Small objects that are about to be read: those just made, and those read lately. */
export class SmallObjects {
  #store: ObjectStore;
  /** Those used last, and those used before: the older half is dropped as a whole. */
  #young = new Map<string, Uint8Array<ArrayBuffer>>();
  #old = new Map<string, Uint8Array<ArrayBuffer>>();
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

  /** The bytes of a small value. */
  bytesOf(ref: ArtifactRef): Uint8Array<ArrayBuffer> {
    return ref.data ?? this.get(ref.digest);
  }

  /** @throws {FlowError} Where the object is missing, damaged, or not small. */
  get(digest: string): Uint8Array<ArrayBuffer> {
    const known = this.#known(digest);
    if (known !== undefined) return known;
    // A step may ask for any digest: what is large must not be read into the scheduler's memory.
    const bytes = this.#store.get(digest, INLINE_MAX);
    this.#remember(digest, bytes);
    return bytes;
  }

  /** Makes sure that these are known, with one question for all that are not. */
  load(refs: Iterable<ArtifactRef>): void {
    const missing: string[] = [];
    for (const { digest, data } of refs) {
      if (data === undefined && this.#known(digest) === undefined) missing.push(digest);
    }
    if (missing.length === 0) return;
    for (const [digest, bytes] of this.#store.getMany(missing)) this.#remember(digest, bytes);
  }

  #known(digest: string): Uint8Array<ArrayBuffer> | undefined {
    return this.#pending.get(digest) ?? this.#young.get(digest) ?? this.#old.get(digest);
  }

  #remember(digest: string, bytes: Uint8Array<ArrayBuffer>) {
    this.#young.set(digest, bytes);
    this.#bytes += bytes.length;
    if (this.#bytes <= KEEP_BYTES && this.#young.size <= KEEP) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#bytes = 0;
  }
}
