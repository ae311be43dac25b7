import { createHasher, type Hasher, parseDigest } from "./digest.ts";
import { damagedObject } from "./object_errors.ts";
import { ObjectFile, type ObjectFileInfo } from "./object_file.ts";

/**
 * Reads an object's file piece by piece, without waiting and in bounded memory, and hashes it on the
 * way. The last piece is only given once the hash of all is right, so whoever has got everything has
 * got the object.
 */
export class VerifiedReader implements Disposable {
  readonly #digest: string;
  readonly #file: ObjectFile;
  readonly #hasher: Hasher;
  #ended = false;

  /**
   * @param dir The store's folder.
   * @param digest For one of BLAKE3, `loadNative` must have been awaited.
   * @param size The size on record, if known: a file of another size is refused at once.
   * @throws {FlowError} `object-missing` or `object-damaged`.
   */
  constructor(dir: string, digest: string, size?: number) {
    this.#digest = digest;
    this.#hasher = createHasher(parseDigest(digest).algorithm);
    this.#file = ObjectFile.open(dir, digest);
    const { info } = this.#file;
    if (size !== undefined && info.size !== size) {
      this.#file[Symbol.dispose]();
      throw damagedObject(digest, `it has ${info.size} bytes, not ${size}`, info.path);
    }
  }

  /** What the file says of itself. */
  get info(): ObjectFileInfo {
    return this.#file.info;
  }

  /**
   * The next piece, of 1 MiB unless it is the last, in memory of its own; null after the last.
   *
   * @param into 1 MiB of memory that the piece may take instead, until the next one is read.
   * @throws {FlowError} `object-damaged`.
   */
  read(into?: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
    if (this.#ended) return null;
    const piece = this.#file.done ? new Uint8Array() : this.#file.read(into);
    this.#hasher.update(piece);
    if (this.#file.done) {
      this.#ended = true;
      if (this.#hasher.digest() !== this.#digest) {
        throw damagedObject(this.#digest, "its bytes have changed", this.info.path);
      }
    }
    return piece.length === 0 ? null : piece;
  }

  /** The pieces that are left. Closes the file at the end, or where the loop is left. */
  *[Symbol.iterator](): Generator<Uint8Array<ArrayBuffer>, void, void> {
    try {
      for (let piece = this.read(); piece !== null; piece = this.read()) yield piece;
    } finally {
      this[Symbol.dispose]();
    }
  }

  /** Closes the file, however often it is called. */
  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }
}
