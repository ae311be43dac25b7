import type { LazyReader } from "./lazy_reader.ts";
import { LocalReader } from "./local_reader.ts";
import { Artifact } from "./artifact.ts";
import { Flow, flows } from "./flow.ts";
import { Run } from "./run.ts";
import { Step } from "./step.ts";
import { Task } from "./task.ts";

/** The client of one store, for programs that look at several. See {@linkcode openStore}. */
export class StoreClient implements Disposable {
  #reader: LazyReader;

  constructor(reader: LazyReader) {
    this.#reader = reader;
  }

  /** All flows that have runs in it, by name. */
  flows(): AsyncGenerator<Flow, void, void> {
    return flows(this.#reader);
  }

  flow<F = Record<string, unknown>>(name: string): Flow<F> {
    return new Flow<F>(name, this.#reader);
  }

  /** @param pathspec `Flow/7` */
  run<F = Record<string, unknown>>(pathspec: string): Run<F> {
    return new Run<F>(pathspec, this.#reader);
  }

  /** @param pathspec `Flow/7/score` */
  step<F = Record<string, unknown>>(pathspec: string): Step<F> {
    return new Step<F>(pathspec, this.#reader);
  }

  /** @param pathspec `Flow/7/score/12` */
  task<F = Record<string, unknown>>(pathspec: string): Task<F> {
    return new Task<F>(pathspec, this.#reader);
  }

  /** @param pathspec `Flow/7/score/12/mean` */
  artifact<T = unknown>(pathspec: string): Artifact<T> {
    return new Artifact<T>(pathspec, this.#reader);
  }

  /** Closes it; it opens again when something is asked. */
  [Symbol.dispose](): void {
    this.#reader[Symbol.dispose]();
  }
}

/**
 * The client of the store in folder `dir` (a `.flow`), whichever store `new Run(…)` and the others
 * take by themselves.
 *
 * @example
 * ```ts
 * using store = openStore("/projects/films/.flow");
 * const run = await store.flow<GenreStats>("GenreStats").latestSuccessfulRun();
 * ```
 */
export function openStore(dir: string): StoreClient {
  return new StoreClient(new LocalReader(dir));
}
