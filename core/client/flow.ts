import { located } from "./address.ts";
import { currentReader } from "./current_reader.ts";
import { noFlow } from "./missing.ts";
import { PAGE } from "./paging.ts";
import { parsePathspecOf } from "./pathspec.ts";
import type { Reader, RunInfo, RunQuery, RunStatus } from "./reader.ts";
import { Run } from "./run.ts";

/** Which runs. All that is given must hold. */
export interface RunFilter {
  /** All of these tags. */
  tags?: string[];
  status?: RunStatus;
  user?: string;
  /** Of flows with `@project`: `user.NAME`, `test.B` or `prod`. */
  branch?: string;
  /** Created at that time or later. */
  since?: Date;
}

/**
 * A flow that has runs in the store.
 *
 * @typeParam F The flow's class, for the types of its artifacts.
 */
export class Flow<F = Record<string, unknown>> {
  readonly name: string;
  #reader: Reader;

  constructor(address: string, reader?: Reader) {
    const found = located(address, reader);
    this.name = parsePathspecOf(found.pathspec, "flow").flow;
    this.#reader = found.reader;
  }

  /**
   * Its newest run that passes the filter, null when none does. One step run again is no such run.
   *
   * @throws FlowError `not-found` when the flow has no runs at all.
   */
  async latestRun(filter: RunFilter = {}): Promise<Run<F> | null> {
    const [newest] = await this.#page({ ...toQuery(filter), whole: true }, undefined, 1);
    if (newest !== undefined) return this.run(newest.number);
    await this.#check();
    return null;
  }

  /** Its newest run that succeeded and passes the filter, null when none does. */
  async latestSuccessfulRun(filter: Omit<RunFilter, "status"> = {}): Promise<Run<F> | null> {
    return await this.latestRun({ ...filter, status: "succeeded" });
  }

  /**
   * Its runs that pass the filter, the newest first.
   *
   * @throws FlowError `not-found` when the flow has no runs at all.
   */
  async *runs(filter: RunFilter = {}): AsyncGenerator<Run<F>, void, void> {
    const query = toQuery(filter);
    let after: string | undefined;
    for (;;) {
      const page = await this.#page(query, after, PAGE);
      for (const { number } of page) yield this.run(number);
      if (page.length === 0 && after === undefined) await this.#check();
      if (page.length < PAGE) return;
      after = page.at(-1)!.cursor;
    }
  }

  /** The run of that number. */
  run(number: number): Run<F> {
    return new Run<F>(`${this.name}/${number}`, this.#reader);
  }

  toString(): string {
    return this.name;
  }

  #page(query: RunQuery, after: string | undefined, limit: number): Promise<RunInfo[]> {
    const page = after === undefined ? {} : { after };
    return this.#reader.runs({ ...query, ...page, flow: this.name, limit });
  }

  async #check(): Promise<void> {
    const [any] = await this.#reader.runs({ flow: this.name, limit: 1 });
    if (any === undefined) {
      throw await noFlow(this.#reader, this.name);
    }
  }
}

/** All flows that have runs in the store, by name. */
export async function* flows(reader: Reader = currentReader()): AsyncGenerator<Flow, void, void> {
  for (const { flow } of await reader.flows()) yield new Flow(flow, reader);
}

function toQuery({ since, ...rest }: RunFilter): RunQuery {
  return { ...rest, ...(since ? { since: since.getTime() } : {}) };
}
