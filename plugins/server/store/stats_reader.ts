import { FlowError } from "../../../store/error.ts";
import { currentRevision } from "../../../store/metadata/changes.ts";
import type { StoreStats } from "../../../store/upkeep/stats.ts";
import type { LiveStore } from "./live_store.ts";

/** What the Worker answers. An error's code and hint do not travel with it. */
export type StatsAnswer =
  | { stats: StoreStats }
  | { error: { message: string; code: string | null; hint?: string } };

/**
 * Reads how much a store holds, which takes seconds of a large one: in a thread of its own, once for
 * all who ask meanwhile, and again only when the store has changed.
 */
export class StatsReader {
  readonly #store: LiveStore;
  #known: { key: string; stats: Promise<StoreStats> } | null = null;

  constructor(store: LiveStore) {
    this.#store = store;
  }

  /** @param largest How many of the largest objects are named. */
  async read(largest: number): Promise<StoreStats> {
    const { database, revision } = currentRevision((await this.#store.open()).db);
    const key = `${database}.${revision}.${largest}`;
    if (this.#known?.key === key) return await this.#known.stats;
    const stats = readInWorker(this.#store.dir, largest);
    const known = this.#known = { key, stats };
    try {
      return await stats;
    } catch (error) {
      if (this.#known === known) this.#known = null;
      throw error;
    }
  }
}

async function readInWorker(dir: string, largest: number): Promise<StoreStats> {
  const worker = new Worker(new URL("./stats_worker.ts", import.meta.url), { type: "module" });
  try {
    const { promise, resolve, reject } = Promise.withResolvers<StatsAnswer>();
    worker.onmessage = ({ data }: MessageEvent<StatsAnswer>) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    worker.postMessage({ dir, largest });
    const answer = await promise;
    if ("stats" in answer) return answer.stats;
    const { message, code, hint } = answer.error;
    if (code === null) throw new Error(message);
    throw new FlowError(code, message, hint === undefined ? {} : { hint });
  } finally {
    worker.terminate();
  }
}
