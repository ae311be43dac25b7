import { type Algorithm, createHasher, type Hasher, loadNative } from "./digest.ts";
import { CHUNK, RAW, ZSTD } from "./layout.ts";
import { explainFile } from "./object_errors.ts";
import { type Frame, seekTable } from "./seek_table.ts";
import { compress, pays } from "./zstd.ts";

/** A complete and durable file that waits for `adoptStaged`. */
export interface Staged {
  digest: string;
  /** Bytes of the content. */
  size: number;
  /** How the content is kept in the file: 0 as it is, 1 compressed by zstd. */
  coding: number;
  /** Bytes of the file. */
  storedSize: number;
  /** The file, in the staging folder. */
  path: string;
}

/**
 * Writes the file of a large object into a staging folder, hashing on the way; nothing else has to
 * be writable. Whoever holds the database moves the file into place with `adoptStaged`.
 *
 * The file's name holds the digest as soon as it is known, and the process that wrote it, so that
 * what a killed process left can be told.
 *
 * @example
 * ```ts
 * const writer = new StagedWriter(staging);
 * for await (const piece of pieces) await writer.write(piece);
 * const staged = await writer.finish();
 * ```
 */
export class StagedWriter {
  readonly #folder: string;
  readonly #algorithm: Algorithm;
  readonly #name = `${Deno.pid}-${crypto.randomUUID().slice(0, 8)}`;
  #path: string;
  #file: Deno.FsFile | null = null;
  #hasher: Hasher | null = null;
  #known: string | null;
  /** Null until there is enough to decide. */
  #coding: number | null = null;
  #frames: Frame[] = [];
  /** What does not fill a piece yet: the first `#held` bytes. */
  #piece: Uint8Array<ArrayBuffer> | null = null;
  #held = 0;
  #size = 0;
  #storedSize = 0;

  /**
   * @param folder The staging folder, which must exist.
   * @param options.algorithm What to hash with. Default: sha256.
   * @param options.digest The digest, where the caller has made it already: nothing is hashed.
   */
  constructor(folder: string, options: { algorithm?: Algorithm; digest?: string } = {}) {
    this.#folder = folder;
    this.#algorithm = options.algorithm ?? "sha256";
    this.#known = options.digest ?? null;
    this.#path = `${folder}/new.${this.#name}`;
  }

  /**
   * Adds bytes. They must not change until this returns.
   *
   * @throws {FlowError} `disk-full`, `store-readonly`, `store-io`. The file is gone then.
   */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#guard(async () => {
      for (let at = 0; at < bytes.length;) {
        const left = bytes.length - at;
        if (this.#held === 0 && left >= CHUNK) {
          await this.#flush(bytes.subarray(at, at + CHUNK));
          at += CHUNK;
          continue;
        }
        this.#piece ??= new Uint8Array(CHUNK);
        const part = bytes.subarray(at, at + Math.min(left, CHUNK - this.#held));
        this.#piece.set(part, this.#held);
        this.#held += part.length;
        at += part.length;
        if (this.#held === CHUNK) await this.#flushHeld();
      }
    });
  }

  /** Completes the file and makes it durable. */
  async finish(): Promise<Staged> {
    return await this.#guard(async () => {
      await this.#flushHeld();
      const file = await this.#open();
      if (this.#coding === ZSTD) await this.#append(file, seekTable(this.#frames));
      await file.syncData();
      file.close();
      this.#file = null;
      const digest = this.#known ?? this.#hasher!.digest();
      const path = `${this.#folder}/${digest.replace(":", "-")}.${this.#name}`;
      await Deno.rename(this.#path, path);
      this.#path = path;
      return {
        digest,
        size: this.#size,
        coding: this.#coding ?? RAW,
        storedSize: this.#storedSize,
        path,
      };
    });
  }

  /** Gives up: removes what was written. */
  async abort(): Promise<void> {
    this.#file?.close();
    this.#file = null;
    await Deno.remove(this.#path).catch(() => {});
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.abort();
      throw explainFile(error, "write to", this.#folder);
    }
  }

  /** The file, which is read-only once closed: objects never change. */
  async #open(): Promise<Deno.FsFile> {
    if (this.#file !== null) return this.#file;
    if (this.#known === null) {
      await loadNative(this.#algorithm);
      this.#hasher = createHasher(this.#algorithm);
    }
    return this.#file = await Deno.open(this.#path, { write: true, createNew: true, mode: 0o444 });
  }

  async #flushHeld(): Promise<void> {
    if (this.#held === 0) return;
    await this.#flush(this.#piece!.subarray(0, this.#held));
    this.#held = 0;
  }

  async #flush(piece: Uint8Array): Promise<void> {
    const file = await this.#open();
    this.#coding ??= pays(piece) ? ZSTD : RAW;
    this.#size += piece.length;
    let stored = piece;
    if (this.#coding === ZSTD) {
      stored = compress(piece);
      this.#frames.push({ stored: stored.length, size: piece.length });
    }
    // The bytes are written by another thread while this one hashes.
    const written = this.#append(file, stored);
    try {
      this.#hasher?.update(piece);
    } finally {
      await written;
    }
  }

  async #append(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
    this.#storedSize += bytes.length;
    for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
  }
}

/**
 * Writes the file of an object that is in memory; see {@linkcode StagedWriter}.
 *
 * @param digest The digest of `bytes`, which the caller needs anyway to see whether there is such an
 * object already.
 */
export async function stageBytes(
  folder: string,
  bytes: Uint8Array,
  digest: string,
): Promise<Staged> {
  const writer = new StagedWriter(folder, { digest });
  await writer.write(bytes);
  return await writer.finish();
}
