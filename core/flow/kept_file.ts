import { StepError } from "./step_error.ts";

/** Where the bytes of a kept file are: a path that is still to be kept, or an object. */
export type FileSource =
  | { readonly path: string }
  | { readonly digest: string; readonly size: number };

/** How the Worker gives steps the files of the store. */
export interface FileAccess {
  /** Puts the object into the task's temporary folder and returns its path. Blocks. */
  materialise(digest: string): string;
  /** A path of the same content below the task's temporary folder: a copy, if need be. */
  adopt(path: string): string;
}

let access: FileAccess | null = null;

/** Sets how kept files are read. The Worker calls it before each task; null takes it back. */
export function setFileAccess(files: FileAccess | null): void {
  access = files;
}

/**
 * A file that is an artifact. It never has to fit into memory: {@linkcode keepFile} makes one from
 * a path, and a step that reads the artifact gets one back.
 */
export class KeptFile {
  readonly #source: FileSource;
  #path: string | null = null;

  /** @param source Where the bytes are. */
  constructor(source: FileSource) {
    this.#source = source;
  }

  /** Where the bytes are: what is kept of the artifact. */
  get source(): FileSource {
    return this.#source;
  }

  /** The number of bytes. */
  get size(): number {
    return "path" in this.#source ? Deno.statSync(this.#source.path).size : this.#source.size;
  }

  /** The digest of the content; null until the task that made it has ended. */
  get digest(): string | null {
    return "path" in this.#source ? null : this.#source.digest;
  }

  /** The path of a file with the content, in the task's temporary folder. Do not write to it. */
  path(): string {
    if ("path" in this.#source) return this.#source.path;
    if (this.#path !== null) return this.#path;
    if (access === null) {
      throw new StepError("error", "Cannot read a kept file outside of a running task");
    }
    return this.#path = access.materialise(this.#source.digest);
  }

  /** The whole content. */
  bytes(): Uint8Array<ArrayBuffer> {
    return Deno.readFileSync(this.path());
  }

  /** The whole content as text. */
  text(): string {
    return Deno.readTextFileSync(this.path());
  }

  /** The content in pieces. */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return Deno.openSync(this.path()).readable;
  }
}

/**
 * Keeps a file as an artifact. Its bytes go into the store when the task ends, without passing
 * through the step's memory.
 *
 * @param path A file below `current.tempDir`, which has to stay as it is until the task ends; any
 * other is copied there, which the step must have the right to read.
 * @returns What to assign: `this.model = keepFile(path)`.
 * @throws {StepError} If there is no such file.
 *
 * @example
 * ```ts
 * model!: KeptFile;
 *
 * @step
 * train() {
 *   const path = `${current.tempDir}/model.bin`;
 *   writeModel(path);
 *   this.model = keepFile(path);
 *   this.next(this.end);
 * }
 * ```
 */
export function keepFile(path: string): KeptFile {
  let isFile: boolean;
  try {
    isFile = Deno.statSync(path).isFile;
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    isFile = false;
  }
  if (!isFile) {
    throw new StepError(
      "artifact",
      `Cannot keep "${path}": there is no such file`,
      "Write it first, below current.tempDir.",
    );
  }
  return new KeptFile({ path: access === null ? path : access.adopt(path) });
}
