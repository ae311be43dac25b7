import type { ForeachLevel } from "../flow/flow_spec.ts";
import type { ArtifactName } from "../flow/step_types.ts";
import { Artifact } from "./artifact.ts";
import { located } from "./address.ts";
import { loadTask, readValue, runName } from "./load.ts";
import { type LogLine, type LogOptions, readLog, toLines } from "./log.ts";
import { PAGE, paged } from "./paging.ts";
import { parsePathspecOf } from "./pathspec.ts";
import type {
  AttemptInfo,
  ErrorRecord,
  LogInfo,
  PageQuery,
  Reader,
  Taken,
  TaskInfo,
  TaskStatus,
} from "./reader.ts";

/**
 * One execution unit of a step in a run. Properties are promises and read the store at each access,
 * so they follow a task that is running.
 *
 * @typeParam F The flow, for the types of its artifacts.
 */
export class Task<F = Record<string, unknown>> {
  /** `Flow/7/score/12` */
  readonly pathspec: string;
  readonly step: string;
  /** Its number in its run. */
  readonly number: number;
  #reader: Reader;

  /** @param address `Flow/7/score/12` */
  constructor(address: string, reader?: Reader) {
    const found = located(address, reader);
    const path = parsePathspecOf(found.pathspec, "task");
    this.pathspec = found.pathspec;
    this.step = path.step;
    this.number = path.task;
    this.#reader = found.reader;
  }

  get status(): Promise<TaskStatus> {
    return this.#load().then((info) => info.status);
  }

  /** The number of the current or last attempt, 1 at the first. */
  get attempt(): Promise<number> {
    return this.#load().then((info) => info.attempt);
  }

  get created(): Promise<Date> {
    return this.#load().then((info) => new Date(info.created));
  }

  /** When its last attempt began, null before. */
  get started(): Promise<Date | null> {
    return this.#load().then((info) => toDate(info.started));
  }

  get finished(): Promise<Date | null> {
    return this.#load().then((info) => toDate(info.finished));
  }

  /** What made its last attempt fail, or was caught; null if nothing did. */
  get error(): Promise<ErrorRecord | null> {
    return this.attempts().then((attempts) => attempts.at(-1)?.error ?? null);
  }

  /** The transition that it took, null before. */
  get next(): Promise<Taken | null> {
    return this.#load().then((info) => info.next);
  }

  /** The pathspec of the run that a resumed run took this task over from, else null. */
  get originRun(): Promise<string | null> {
    return this.#load().then((info) => info.origin);
  }

  /** The item of the innermost foreach that it is in, `undefined` outside of any. */
  get input(): Promise<unknown> {
    return this.foreachStack().then((stack) => stack.at(-1)?.value);
  }

  /** The position of that item, -1 outside of any foreach. */
  get index(): Promise<number> {
    return this.#frames().then((frames) => frames.at(-1)?.index ?? -1);
  }

  /** The levels of foreach that it is in, outermost first. */
  async foreachStack(): Promise<ForeachLevel[]> {
    const frames = await this.#frames();
    return await Promise.all(frames.map(async ({ index, size, item }) => {
      return { index, size, value: item ? await readValue(this.#reader, item) : undefined };
    }));
  }

  /** All its attempts, the first first. */
  async attempts(): Promise<AttemptInfo[]> {
    await this.#load();
    return await this.#reader.attempts(await this.#run(), this.number);
  }

  /**
   * The value of an artifact as the task sees it at its end.
   *
   * @throws FlowError `not-found`, naming what there is.
   */
  async get<K extends ArtifactName<F> & string>(name: K): Promise<F[K]> {
    return await this.artifact(name).value();
  }

  /** An artifact, without reading it. */
  artifact<K extends ArtifactName<F> & string>(name: K): Artifact<F[K]> {
    return new Artifact<F[K]>(`${this.pathspec}/${name}`, this.#reader);
  }

  /** All artifacts that the task sees at its end, by name: set by it or inherited. */
  async *artifacts(): AsyncGenerator<Artifact, void, void> {
    await this.#load();
    for (const info of await this.#reader.artifacts(await this.#run(), this.number)) {
      yield new Artifact(`${this.pathspec}/${info.name}`, this.#reader, info);
    }
  }

  /** The tasks whose results it began with: one, or the inputs of a join in split order. */
  parents(): AsyncGenerator<Task<F>, void, void> {
    // A page begins after a position, the first is 0.
    return this.#related("parents", (_, count) => count - 1);
  }

  /** The tasks that began with its results, by number. */
  children(): AsyncGenerator<Task<F>, void, void> {
    return this.#related("children", (last) => last.number);
  }

  /** What it printed on the standard output; of its last attempt, if none is named. */
  async stdout(attempt?: number): Promise<string> {
    return await this.#text("stdout", attempt);
  }

  /** What it printed on the standard error output. */
  async stderr(attempt?: number): Promise<string> {
    return await this.#text("stderr", attempt);
  }

  /** Its log in the pieces in which it arrived. */
  async *logs(options: LogOptions = {}): AsyncGenerator<LogInfo, void, void> {
    const attempt = options.attempt ?? await this.#logged();
    const isOver = async () => {
      const info = await this.#load();
      return info.attempt > attempt || info.finished !== null;
    };
    yield* readLog(this.#reader, await this.#run(), this.number, { ...options, attempt }, isOver);
  }

  /** Its log line by line. */
  loglines(options: LogOptions = {}): AsyncGenerator<LogLine, void, void> {
    return toLines(this.logs(options));
  }

  toString(): string {
    return this.pathspec;
  }

  async *#related(
    list: "parents" | "children",
    mark: (last: TaskInfo, count: number) => number,
  ): AsyncGenerator<Task<F>, void, void> {
    await this.#load();
    const run = await this.#run();
    const read = (after: number | undefined) => {
      const page: PageQuery = after === undefined ? { limit: PAGE } : { after, limit: PAGE };
      return this.#reader[list](run, this.number, page);
    };
    for await (const { step, number } of paged(read, mark)) {
      yield new Task<F>(`${run}/${step}/${number}`, this.#reader);
    }
  }

  async #text(stream: "stdout" | "stderr", attempt?: number): Promise<string> {
    let text = "";
    for await (const piece of this.logs({ stream, ...(attempt ? { attempt } : {}) })) {
      text += piece.text;
    }
    return text;
  }

  /** The attempt whose log is meant where none is named; the last that has begun. */
  async #logged(): Promise<number> {
    return (await this.attempts()).at(-1)?.attempt ?? 1;
  }

  #load(): Promise<TaskInfo> {
    return loadTask(this.#reader, parsePathspecOf(this.pathspec, "task"));
  }

  #run(): Promise<string> {
    return runName(this.#reader, parsePathspecOf(this.pathspec, "task"));
  }

  async #frames() {
    await this.#load();
    return await this.#reader.frames(await this.#run(), this.number);
  }
}

function toDate(time: number | null): Date | null {
  return time === null ? null : new Date(time);
}
