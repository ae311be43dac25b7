import type { ArtifactRef } from "../../../store/metadata/rows.ts";
import { loadNative, parseDigest } from "../../../store/objects/digest.ts";
import { copyObjectTo } from "../../../store/objects/files.ts";
import { INLINE_MAX } from "../../../store/objects/layout.ts";
import { absolutePath } from "../../../store/path.ts";
import { VerifiedReader } from "../../../store/objects/verified_reader.ts";

/** Small objects kept for the next time that they are read. */
const KEEP = 1024;

/** Reads objects for the sandbox: large ones from their files, small ones from the scheduler. */
export class ObjectSource {
  #store: string;
  #fetchSmall: (digest: string) => Promise<Uint8Array>;
  #small = new Map<string, Uint8Array>();

  constructor(store: string, fetchSmall: (digest: string) => Promise<Uint8Array>) {
    this.#store = store;
    this.#fetchSmall = fetchSmall;
  }

  /** The bytes of an object, in pieces, verified. */
  async read(ref: ArtifactRef): Promise<Iterable<Uint8Array>> {
    const { algorithm } = parseDigest(ref.digest);
    if (ref.size <= INLINE_MAX) return [await this.#readSmall(ref.digest)];
    await loadNative(algorithm);
    try {
      return new VerifiedReader(this.#store, ref.digest, ref.size);
    } catch (error) {
      if ((error as { code?: string }).code !== "object-missing") throw error;
      // The scheduler keeps what it makes itself (a caught failure) in the database, whatever its size.
      return [await this.#fetchSmall(ref.digest)];
    }
  }

  /** Writes an object to a file in folder `temp`. The path is the sandbox's word. */
  async materialise(digest: string, path: string, temp: string): Promise<Iterable<Uint8Array>> {
    parseDigest(digest);
    if (absolutePath(path) !== path || !path.startsWith(`${temp}/`)) {
      throw new Error(`"${path}" is not in the task's temporary folder`);
    }
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    try {
      await copyObjectTo(this.#store, digest, path);
    } catch (error) {
      if ((error as { code?: string }).code !== "object-missing") throw error;
      Deno.writeFileSync(path, await this.#readSmall(digest));
    }
    return [];
  }

  async #readSmall(digest: string): Promise<Uint8Array> {
    let bytes = this.#small.get(digest);
    if (bytes === undefined) {
      bytes = await this.#fetchSmall(digest);
      this.#small.set(digest, bytes);
      if (this.#small.size > KEEP) this.#small.delete(this.#small.keys().next().value!);
    }
    return bytes;
  }
}
