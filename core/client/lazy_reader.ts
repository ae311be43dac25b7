import type { ArtifactInfo, LogQuery, PageQuery, Reader, RunQuery, TaskQuery } from "./reader.ts";

/**
 * A reader that is opened when it is first asked. Nothing of it is loaded before: every step's
 * Worker imports the client.
 */
export class LazyReader implements Reader, Disposable {
  readonly #make: () => Promise<Reader & Partial<Disposable>>;
  #opened: Promise<Reader & Partial<Disposable>> | undefined;
  #open: Reader & Partial<Disposable> | undefined;

  constructor(make: () => Promise<Reader & Partial<Disposable>>) {
    this.#make = make;
  }

  /** Closes it; it opens again when something is asked. */
  [Symbol.dispose](): void {
    this.#open?.[Symbol.dispose]?.();
    this.#open = this.#opened = undefined;
  }

  flows() {
    return this.#ask((reader) => reader.flows());
  }

  runs(query: RunQuery) {
    return this.#ask((reader) => reader.runs(query));
  }

  run(flow: string, number: number | "latest") {
    return this.#ask((reader) => reader.run(flow, number));
  }

  tags(run: string) {
    return this.#ask((reader) => reader.tags(run));
  }

  changeTags(run: string, change: { add?: string[]; remove?: string[] }) {
    return this.#ask((reader) => reader.changeTags(run, change));
  }

  graph(run: string) {
    return this.#ask((reader) => reader.graph(run));
  }

  steps(run: string) {
    return this.#ask((reader) => reader.steps(run));
  }

  tasks(run: string, query: TaskQuery) {
    return this.#ask((reader) => reader.tasks(run, query));
  }

  task(run: string, number: number) {
    return this.#ask((reader) => reader.task(run, number));
  }

  endTask(run: string) {
    return this.#ask((reader) => reader.endTask(run));
  }

  attempts(run: string, task: number) {
    return this.#ask((reader) => reader.attempts(run, task));
  }

  parents(run: string, task: number, page: PageQuery) {
    return this.#ask((reader) => reader.parents(run, task, page));
  }

  children(run: string, task: number, page: PageQuery) {
    return this.#ask((reader) => reader.children(run, task, page));
  }

  frames(run: string, task: number) {
    return this.#ask((reader) => reader.frames(run, task));
  }

  artifacts(run: string, task: number) {
    return this.#ask((reader) => reader.artifacts(run, task));
  }

  artifact(run: string, task: number, name: string) {
    return this.#ask((reader) => reader.artifact(run, task, name));
  }

  logs(run: string, task: number, query: LogQuery) {
    return this.#ask((reader) => reader.logs(run, task, query));
  }

  bytes(artifact: ArtifactInfo) {
    return this.#ask((reader) => reader.bytes(artifact));
  }

  stream(artifact: ArtifactInfo) {
    return this.#ask((reader) => reader.stream(artifact));
  }

  decode(kind: string, bytes: Uint8Array) {
    return this.#ask((reader) => reader.decode(kind, bytes));
  }

  async #ask<T>(question: (reader: Reader) => Promise<T>): Promise<T> {
    if (this.#open === undefined) {
      this.#opened ??= this.#make();
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
}
