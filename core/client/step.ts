import { located } from "./address.ts";
import { checkStep, loadRun, runName } from "./load.ts";
import { PAGE, paged } from "./paging.ts";
import { parsePathspecOf } from "./pathspec.ts";
import type { Reader, StepInfo, TaskQuery, TaskStatus } from "./reader.ts";
import { Task } from "./task.ts";

/**
 * A step of a run.
 *
 * @typeParam F The flow, for the types of its artifacts.
 */
export class Step<F = Record<string, unknown>> {
  /** `Flow/7/score` */
  readonly pathspec: string;
  readonly name: string;
  #reader: Reader;

  /** @param address `Flow/7/score` */
  constructor(address: string, reader?: Reader) {
    const found = located(address, reader);
    this.pathspec = found.pathspec;
    this.name = parsePathspecOf(found.pathspec, "step").step;
    this.#reader = found.reader;
  }

  /** When its first task began, null before. */
  get started(): Promise<Date | null> {
    return this.#load().then((info) => info?.started == null ? null : new Date(info.started));
  }

  /** When the last of its tasks so far ended, null before. */
  get finished(): Promise<Date | null> {
    return this.#load().then((info) => info?.finished == null ? null : new Date(info.finished));
  }

  /** How many of its tasks are in each status; null when the run has not reached it. */
  get counts(): Promise<Record<TaskStatus, number> | null> {
    return this.#load().then((info) => info?.tasks ?? null);
  }

  /** Its tasks, by number: none when the run has not reached it. */
  async *tasks(
    options: { status?: TaskStatus } = {},
  ): AsyncGenerator<Task<F>, void, void> {
    const run = await this.#check();
    const query: TaskQuery = { ...options, step: this.name, limit: PAGE };
    const read = (after: number | undefined) =>
      this.#reader.tasks(run, after === undefined ? query : { ...query, after });
    for await (const { step, number } of paged(read, (last) => last.number)) {
      yield new Task<F>(`${run}/${step}/${number}`, this.#reader);
    }
  }

  /** Its first task, for steps that have one; null when the run has not reached it. */
  async task(): Promise<Task<F> | null> {
    const run = await this.#check();
    const [first] = await this.#reader.tasks(run, { step: this.name, limit: 1 });
    return first ? new Task<F>(`${run}/${first.step}/${first.number}`, this.#reader) : null;
  }

  toString(): string {
    return this.pathspec;
  }

  async #load(): Promise<StepInfo | undefined> {
    const run = await this.#check();
    return (await this.#reader.steps(run)).find(({ step }) => step === this.name);
  }

  /** The run's pathspec, after a look whether the run and the step are there. */
  async #check(): Promise<string> {
    const path = parsePathspecOf(this.pathspec, "step");
    await loadRun(this.#reader, path);
    const run = await runName(this.#reader, path);
    await checkStep(this.#reader, run, this.name);
    return run;
  }
}
