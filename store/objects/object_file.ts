import { damagedObject, explainFile, missingObject } from "./object_errors.ts";
import { CHUNK, objectPath, RAW, ZSTD } from "./layout.ts";
import { fillSync, type Frame, readSeekTable } from "./seek_table.ts";
import { decompress } from "./zstd.ts";

/** What can be told of an object's file without reading all of it. */
export interface ObjectFileInfo {
  path: string;
  coding: number;
  /** Bytes of the content. */
  size: number;
  /** Bytes of the file. */
  storedSize: number;
}

/**
 * The file of an object, open to be read piece by piece from the start. It says what the file holds;
 * whether that is the object is for the caller to verify.
 */
export class ObjectFile implements Disposable {
  readonly info: ObjectFileInfo;
  readonly #digest: string;
  readonly #file: Deno.FsFile;
  /** Null where the bytes are kept as they are. */
  readonly #frames: Frame[] | null;
  #next = 0;
  #left: number;
  #open = true;

  private constructor(
    digest: string,
    file: Deno.FsFile,
    info: ObjectFileInfo,
    frames: Frame[] | null,
  ) {
    this.#digest = digest;
    this.#file = file;
    this.#frames = frames;
    this.info = info;
    this.#left = info.size;
  }

  /**
   * Opens the file of an object of the store at `dir`.
   *
   * @throws {FlowError} `object-missing` where there is none, `object-damaged` where the file of a
   * compressed object is not as long as it should be.
   */
  static open(dir: string, digest: string): ObjectFile {
    for (const coding of [RAW, ZSTD]) {
      const path = objectPath(dir, digest, coding);
      const file = openFile(path);
      if (file === null) continue;
      try {
        const storedSize = file.statSync().size;
        if (coding === RAW) {
          return new ObjectFile(digest, file, { path, coding, size: storedSize, storedSize }, null);
        }
        const frames = readSeekTable(file, storedSize);
        file.seekSync(0, Deno.SeekMode.Start);
        const size = frames.reduce((sum, frame) => sum + frame.size, 0);
        return new ObjectFile(digest, file, { path, coding, size, storedSize }, frames);
      } catch (error) {
        file.close();
        throw damagedObject(digest, error instanceof Error ? error.message : "", path, error);
      }
    }
    throw missingObject(digest, objectPath(dir, digest, RAW));
  }

  /** Whether all has been read. */
  get done(): boolean {
    return this.#left === 0;
  }

  /**
   * The next piece, of 1 MiB unless it is the last, in memory of its own.
   *
   * @param into 1 MiB of memory that the piece may take instead, until the next one is read.
   * @throws {FlowError} `object-damaged` where the file has other bytes than it said at first.
   */
  read(into?: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const piece = this.#guard(() =>
      this.#frames === null
        ? this.#fill(Math.min(CHUNK, this.#left), into)
        : this.#readFrame(this.#frames[this.#next++]!)
    );
    this.#left -= piece.length;
    return piece;
  }

  /** All of it at once, where nothing has been read yet; otherwise as {@linkcode read}. */
  readAll(): Uint8Array<ArrayBuffer> {
    return this.#guard(() => {
      this.#left = 0;
      if (this.#frames === null) return this.#fill(this.info.size);
      const bytes = new Uint8Array(this.info.size);
      let at = 0;
      for (const frame of this.#frames) {
        bytes.set(this.#readFrame(frame), at);
        at += frame.size;
      }
      return bytes;
    });
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw damagedObject(this.#digest, why, this.info.path, error);
    }
  }

  #fill(size: number, into?: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const bytes = into?.subarray(0, size) ?? new Uint8Array(size);
    if (fillSync(this.#file, bytes) < size) throw new Error("the file has become shorter");
    return bytes;
  }

  #readFrame({ stored, size }: Frame): Uint8Array<ArrayBuffer> {
    // No piece is empty or larger, and none grows much by being compressed.
    if (size === 0 || size > CHUNK || stored > 2 * CHUNK) {
      throw new Error("the file's table of frames is damaged");
    }
    return decompress(this.#fill(stored), size);
  }

  /** Closes the file, however often it is called. */
  [Symbol.dispose](): void {
    if (this.#open) this.#file.close();
    this.#open = false;
  }
}

function openFile(path: string): Deno.FsFile | null {
  try {
    return Deno.openSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw explainFile(error, "read", path);
  }
}
