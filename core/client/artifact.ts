import { located } from "./address.ts";
import { loadTask, readBytes, readValue, runName } from "./load.ts";
import { noArtifact } from "./missing.ts";
import { parsePathspecOf } from "./pathspec.ts";
import type { ArtifactInfo, Reader } from "./reader.ts";

/**
 * A named value as a task sees it. Nothing is read before it is asked for.
 *
 * @example
 * ```ts
 * const table = new Artifact<Uint8Array>("Flow/7/score/12/table");
 * if (await table.size < 1e6) console.log(await table.value());
 * ```
 */
export class Artifact<T = unknown> {
  /** `Flow/7/score/12/mean`, by the task that sees it. */
  readonly pathspec: string;
  readonly name: string;
  #reader: Reader;
  #info: ArtifactInfo | undefined;

  /** @param address `Flow/7/score/12/mean`, or that after the address of a server. */
  constructor(address: string, reader?: Reader, info?: ArtifactInfo) {
    const found = located(address, reader);
    this.pathspec = found.pathspec;
    this.name = parsePathspecOf(found.pathspec, "artifact").artifact;
    this.#reader = found.reader;
    this.#info = info;
  }

  /** The digest of its bytes: equal values have equal digests. */
  get digest(): Promise<string> {
    return this.#load().then((info) => info.digest);
  }

  /** How it is encoded: `json`, `ext`, `text`, `bytes` … */
  get kind(): Promise<string> {
    return this.#load().then((info) => info.kind);
  }

  /** Bytes of its encoded form. */
  get size(): Promise<number> {
    return this.#load().then((info) => info.size);
  }

  /** The number of the task that set it; 0 for parameters, configs, files and constants. */
  get setBy(): Promise<number> {
    return this.#load().then((info) => info.task);
  }

  /** The value, decoded afresh at each call. */
  async value(): Promise<T> {
    const info = await this.#load();
    return await readValue(this.#reader, info) as T;
  }

  /** The encoded value: of a `Uint8Array` its bytes, of plain values their JSON. */
  async bytes(): Promise<Uint8Array> {
    return await readBytes(this.#reader, await this.#load());
  }

  /** The encoded value piece by piece, for what is too large to be held. */
  async stream(): Promise<ReadableStream<Uint8Array>> {
    const info = await this.#load();
    if (info.base64 === undefined) return await this.#reader.stream(info);
    return ReadableStream.from([await readBytes(this.#reader, info)]);
  }

  toString(): string {
    return this.pathspec;
  }

  async #load(): Promise<ArtifactInfo> {
    if (this.#info !== undefined) return this.#info;
    const path = parsePathspecOf(this.pathspec, "artifact");
    const run = await runName(this.#reader, path);
    const info = await this.#reader.artifact(run, path.task, this.name);
    if (info !== null) return this.#info = info;
    // It may be the task that is missing.
    const task = await loadTask(this.#reader, path);
    const seen = await this.#reader.artifacts(run, path.task);
    throw noArtifact(`${run}/${task.step}/${task.number}`, this.name, seen.map(({ name }) => name));
  }
}
