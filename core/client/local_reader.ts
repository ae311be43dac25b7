import { lazy } from "../../store/lazy.ts";
import { locateStore } from "../../store/find.ts";
import type { ArtifactInfo, LogQuery, PageQuery, Reader, RunQuery, TaskQuery } from "./reader.ts";
import type { StoreReader } from "./store_reader.ts";

/**
 * Answers the client from a store on this machine, which is found and opened when it is first
 * asked. Nothing of the store is loaded before: every step's Worker imports the client.
 */
export class LocalReader implements Reader, Disposable {
  readonly #dir: string | undefined;
  #opened: Promise<StoreReader> | undefined;
  #open: StoreReader | undefined;

  /**
   * @param dir The store's folder. If left out, the one of `FLOW_STORE`, else the nearest upwards
   * from the working folder.
   */
  constructor(dir?: string) {
    this.#dir = dir;
  }

  [Symbol.dispose](): void {
    this.#open?.[Symbol.dispose]();
    this.#open = this.#opened = undefined;
  }

  flows() {
    return this.#ask((store) => store.flows());
  }

  runs(query: RunQuery) {
    return this.#ask((store) => store.runs(query));
  }

  run(flow: string, number: number | "latest") {
    return this.#ask((store) => store.run(flow, number));
  }

  tags(run: string) {
    return this.#ask((store) => store.tags(run));
  }

  changeTags(run: string, change: { add?: string[]; remove?: string[] }) {
    return this.#ask((store) => store.changeTags(run, change));
  }

  graph(run: string) {
    return this.#ask((store) => store.graph(run));
  }

  steps(run: string) {
    return this.#ask((store) => store.steps(run));
  }

  tasks(run: string, query: TaskQuery) {
    return this.#ask((store) => store.tasks(run, query));
  }

  task(run: string, number: number) {
    return this.#ask((store) => store.task(run, number));
  }

  endTask(run: string) {
    return this.#ask((store) => store.endTask(run));
  }

  attempts(run: string, task: number) {
    return this.#ask((store) => store.attempts(run, task));
  }

  parents(run: string, task: number, page: PageQuery) {
    return this.#ask((store) => store.parents(run, task, page));
  }

  children(run: string, task: number, page: PageQuery) {
    return this.#ask((store) => store.children(run, task, page));
  }

  frames(run: string, task: number) {
    return this.#ask((store) => store.frames(run, task));
  }

  artifacts(run: string, task: number) {
    return this.#ask((store) => store.artifacts(run, task));
  }

  artifact(run: string, task: number, name: string) {
    return this.#ask((store) => store.artifact(run, task, name));
  }

  logs(run: string, task: number, query: LogQuery) {
    return this.#ask((store) => store.logs(run, task, query));
  }

  bytes(artifact: ArtifactInfo) {
    return this.#ask((store) => store.bytes(artifact));
  }

  stream(artifact: ArtifactInfo) {
    return this.#ask((store) => store.stream(artifact));
  }

  decode(kind: string, bytes: Uint8Array) {
    return this.#ask((store) => store.decode(kind, bytes));
  }

  async #ask<T>(question: (store: StoreReader) => Promise<T>): Promise<T> {
    if (this.#open === undefined) {
      this.#opened ??= this.#openStore();
      try {
        this.#open = await this.#opened;
      } catch (error) {
        // The next question may find a store: the first run may have made it by then.
        this.#opened = undefined;
        throw error;
      }
    }
    return await question(this.#open);
  }

  async #openStore(): Promise<StoreReader> {
    const { StoreReader } = await lazy<typeof import("./store_reader.ts")>(
      new URL("./store_reader.ts", import.meta.url),
    );
    return await StoreReader.open(locateStore({ store: this.#dir }));
  }
}
