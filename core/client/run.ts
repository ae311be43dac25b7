import type { ArtifactName } from "../flow/step_types.ts";
import type { Graph } from "../graph/graph.ts";
import { Artifact } from "./artifact.ts";
import { located } from "./address.ts";
import { loadRun } from "./load.ts";
import { noArtifact } from "./missing.ts";
import { PAGE, paged } from "./paging.ts";
import { parsePathspecOf } from "./pathspec.ts";
import type {
  ArtifactInfo,
  LogInfo,
  Reader,
  RunInfo,
  RunStatus,
  TaskInfo,
  TaskStatus,
} from "./reader.ts";
import { Step } from "./step.ts";
import { Task } from "./task.ts";

/** A piece of the log of a run: which task printed it, and where it arrived. */
export interface RunLog extends LogInfo {
  step: string;
  task: number;
}

/**
 * One execution of a flow. Properties are promises and read the store at each access, so they
 * follow a run that is going on.
 *
 * @example
 * ```ts
 * const run = new Run<GenreStats>("GenreStats/7");
 * if (await run.status === "succeeded") console.log(await run.get("means"));
 * ```
 *
 * @typeParam F The flow, for the types of its artifacts.
 */
export class Run<F = Record<string, unknown>> {
  #pathspec: string;
  #reader: Reader;

  /**
   * @param address `Flow/7`; `Flow` or `Flow/latest` for the newest run when first asked. Of a store
   * that is served elsewhere, that after the address of the server: `http://127.0.0.1:8000/Flow/7`.
   */
  constructor(address: string, reader?: Reader) {
    const found = located(address, reader);
    const { flow, run } = parsePathspecOf(found.pathspec, "run");
    this.#pathspec = `${flow}/${run}`;
    this.#reader = found.reader;
  }

  /** `Flow/7`; `Flow/latest` as long as it has not been looked up. */
  get pathspec(): string {
    return this.#pathspec;
  }

  /** The flow's name. */
  get flow(): string {
    return parsePathspecOf(this.#pathspec, "run").flow;
  }

  /** `lost` is a run that says it is running, and gives no sign of life. */
  get status(): Promise<RunStatus> {
    return this.#load().then((info) => info.status);
  }

  get created(): Promise<Date> {
    return this.#load().then((info) => new Date(info.created));
  }

  /** When it ended, null before. */
  get finished(): Promise<Date | null> {
    return this.#load().then((info) => info.finished === null ? null : new Date(info.finished));
  }

  get user(): Promise<string> {
    return this.#load().then((info) => info.user);
  }

  /** Its parameters by name. */
  get params(): Promise<Record<string, unknown>> {
    return this.#load().then((info) => info.params);
  }

  /** Of flows with `@project`. */
  get project(): Promise<{ name: string; branch: string; production: boolean } | null> {
    return this.#load().then((info) => info.project);
  }

  /** What made it fail, as far as one thing did; null otherwise. */
  get error(): Promise<unknown> {
    return this.#load().then((info) => info.error);
  }

  /** The run that it took results from; null if there is none, or it was deleted. */
  get originRun(): Promise<Run<F> | null> {
    return this.#load().then(({ origin }) => origin ? new Run<F>(origin, this.#reader) : null);
  }

  /** The flow's graph as it was when it ran. */
  get graph(): Promise<Graph> {
    return this.#run().then((run) => this.#reader.graph(run)) as Promise<Graph>;
  }

  /** All its tags by name, those of Flow (`user:ann`) included. */
  get tags(): Promise<string[]> {
    return this.#run().then((run) => this.#reader.tags(run))
      .then((tags) => tags.map(({ tag }) => tag));
  }

  /** The tags that users gave it. */
  get userTags(): Promise<string[]> {
    return this.#run().then((run) => this.#reader.tags(run))
      .then((tags) => tags.filter(({ system }) => !system).map(({ tag }) => tag));
  }

  /**
   * Gives it tags; those that it has already are passed over.
   *
   * @throws FlowError `bad-tag`, `too-many-tags`.
   */
  async addTag(...tags: string[]): Promise<void> {
    await this.#reader.changeTags(await this.#run(), { add: tags });
  }

  /**
   * Takes tags from it; those that it has not are passed over.
   *
   * @throws FlowError `system-tag` for one of Flow's own.
   */
  async removeTag(...tags: string[]): Promise<void> {
    await this.#reader.changeTags(await this.#run(), { remove: tags });
  }

  /** The steps that it has reached, in that order. */
  async *steps(): AsyncGenerator<Step<F>, void, void> {
    const run = await this.#run();
    for (const { step } of await this.#reader.steps(run)) yield this.step(step);
  }

  /** One of its steps. */
  step(name: string): Step<F> {
    return new Step<F>(`${this.#pathspec}/${name}`, this.#reader);
  }

  /** All its tasks, by number. */
  async *tasks(options: { status?: TaskStatus } = {}): AsyncGenerator<Task<F>, void, void> {
    for await (const info of this.#tasks(options)) yield this.#task(info);
  }

  /** The task that ended it, null when none has. */
  get endTask(): Promise<Task<F> | null> {
    return this.#run().then((run) => this.#reader.endTask(run))
      .then((info) => info && this.#task(info));
  }

  /**
   * The value of an artifact at the end of the run, or of a parameter.
   *
   * @throws FlowError `not-found`, naming what there is.
   */
  async get<K extends ArtifactName<F> & string>(name: K): Promise<F[K]> {
    return await (await this.artifact(name)).value();
  }

  /** An artifact at the end of the run, without its value being read. */
  async artifact<K extends ArtifactName<F> & string>(name: K): Promise<Artifact<F[K]>> {
    const end = await this.#end();
    const info = await this.#reader.artifact(end.run, end.task, name);
    if (info !== null) return new Artifact<F[K]>(`${end.path}/${name}`, this.#reader, info);
    const names = (await this.#reader.artifacts(end.run, end.task)).map(({ name }) => name);
    throw noArtifact(this.#pathspec, name, names, end.hint);
  }

  /** All artifacts at the end of the run, by name; of one that did not end, its parameters. */
  async *artifacts(): AsyncGenerator<Artifact, void, void> {
    const end = await this.#end();
    const toArtifact = (info: ArtifactInfo) =>
      new Artifact(`${end.path}/${info.name}`, this.#reader, info);
    for (const info of await this.#reader.artifacts(end.run, end.task)) yield toArtifact(info);
  }

  /** What its tasks printed in their last attempts: task after task, by number. */
  async *logs(
    options: { stream?: "stdout" | "stderr" | "flow" } = {},
  ): AsyncGenerator<RunLog, void, void> {
    for await (const info of this.#tasks({})) {
      for await (const piece of this.#task(info).logs(options)) {
        yield { ...piece, step: info.step, task: info.number };
      }
    }
  }

  toString(): string {
    return this.#pathspec;
  }

  #task({ run, step, number }: TaskInfo): Task<F> {
    return new Task<F>(`${run}/${step}/${number}`, this.#reader);
  }

  async *#tasks(options: { status?: TaskStatus }): AsyncGenerator<TaskInfo, void, void> {
    const run = await this.#run();
    const query = { ...options, limit: PAGE };
    const read = (after: number | undefined) =>
      this.#reader.tasks(run, after === undefined ? query : { ...query, after });
    yield* paged(read, (last) => last.number);
  }

  /** Where the artifacts of the run as a whole are seen. */
  async #end() {
    const { run, status } = await this.#load();
    const end = await this.#reader.endTask(run);
    if (end !== null) return { run, task: end.number, path: `${run}/${end.step}/${end.number}` };
    const hint = `It has no end task (its status is "${status}"), so only parameters are seen. ` +
      "The artifacts of a task can be read all the same.";
    // The path serves as a name here: the artifact is found before it is given out.
    return { run, task: 0, path: `${run}/parameters/1`, hint };
  }

  async #run(): Promise<string> {
    return (await this.#load()).run;
  }

  async #load(): Promise<RunInfo> {
    const info = await loadRun(this.#reader, parsePathspecOf(this.#pathspec, "run"));
    this.#pathspec = info.run;
    return info;
  }
}
