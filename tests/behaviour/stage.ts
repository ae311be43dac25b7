import { Lab } from "../acceptance/harness.ts";
import { LOOKS } from "./looks/mod.ts";
import { type SeenRun, withKeys } from "./looks/seen.ts";
import type { Addition } from "./model/addition.ts";
import { Model } from "./model/model.ts";
import type { Shape } from "./model/plan.ts";
import { renderFlow } from "./model/source.ts";
import type { Ended, Given, Way } from "./ways/way.ts";

/** Where the runs of a cell are made and looked at: a folder, a store, a shape, and a way. */
export class Stage implements AsyncDisposable {
  readonly lab = new Lab();
  readonly model: Model;
  readonly way: Way;

  constructor(shape: Shape, way: Way) {
    this.model = new Model(shape);
    this.way = way;
  }

  /** Writes the flow, over what was there, and runs it. */
  async run(additions: readonly Addition[], model = this.model): Promise<Ended> {
    const file = this.write(additions, model);
    const given: Required<Given> = { params: {}, configs: {}, tags: [] };
    for (const { params, configs, tags = [] } of additions) {
      given.params = { ...given.params, ...params };
      given.configs = { ...given.configs, ...configs };
      given.tags = [...given.tags, ...tags];
    }
    return await this.way.run(this.lab.store, file, given);
  }

  /** Writes the flow anew, mended, and resumes a run of it. */
  async resume(origin: string, additions: readonly Addition[]): Promise<Ended> {
    const file = this.write(additions, this.model);
    return await this.way.resume(this.lab.store, file, origin);
  }

  /** Writes the flow; gives the path of its file. */
  write(additions: readonly Addition[], model = this.model): string {
    const files = Object.entries(renderFlow(model.shape, model.steps, additions));
    for (const [name, text] of files) this.lab.write(name, text);
    return `${this.lab.path}/flow.ts`;
  }

  /** Looks at a run in every way. What a check throws says which look it was. */
  async look(
    run: string,
    check: (seen: SeenRun, look: string) => void | Promise<void>,
  ): Promise<void> {
    for (const { name, run: read } of LOOKS) {
      await told(name, async () => await check(withKeys(await read(this.lab.store, run)), name));
    }
  }

  /** Looks at the tags of a run in every way. */
  async lookAtTags(run: string, check: (tags: string[]) => void): Promise<void> {
    for (const { name, tags } of LOOKS) {
      await told(name, async () => check(await tags(this.lab.store, run)));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.lab[Symbol.asyncDispose]();
  }
}

/** Says in what something throws which look it was. */
export async function told<T>(who: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new Error(`seen by the ${who}: ${(error as Error).message}`, { cause: error });
  }
}
