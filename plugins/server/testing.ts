/**
 * For tests: a store with runs of every kind, and a server over it.
 *
 * @module
 */

import { StoreFixture } from "../../tests/helpers/runs.ts";
import { type ServeOptions, type Serving, startServer } from "./serve.ts";

/** A store, served on this machine. */
export class ServedStore implements AsyncDisposable {
  readonly store = new StoreFixture();
  readonly server: Serving;

  constructor(options: Partial<ServeOptions> = {}) {
    this.server = startServer({ store: this.store.dir, ...options });
  }

  get url(): string {
    return this.server.url;
  }

  /** Asks the API for JSON. */
  async get(path: string, init?: RequestInit): Promise<Answer> {
    const response = await fetch(`${this.url}/api${path}`, init);
    const type = response.headers.get("content-type");
    return {
      status: response.status,
      type,
      headers: response.headers,
      body: await response.json(),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.stop();
    await this.server.finished;
    this.store[Symbol.dispose]();
  }
}

/** What the API answered. */
export interface Answer {
  status: number;
  type: string | null;
  headers: Headers;
  // deno-lint-ignore no-explicit-any -- whatever it says
  body: any;
}

/** Bytes that are an object of their own, however they are kept. */
export const LARGE = "x".repeat(1000);

/** Fills a store with runs that differ in all that the API tells. */
export function fill(store: StoreFixture): void {
  const origin = store.run({ flow: "Genres", created: 1000, status: "failed", user: "bob" });
  origin.task("start", {
    status: "failed",
    error: { name: "Error", message: "no rows", stack: "at start", type: "error" },
    logs: [[1, "out\n"], [2, "err\n"], [3, "cut\n"]],
  });
  const run = store.run({
    flow: "Genres",
    created: 2000,
    originRun: origin.id,
    params: { minVotes: 5, title: "a/b?c#d" },
    project: { name: "films", branch: "prod", production: true },
    tags: ["nightly", "pin"],
    systemTags: ["user:ann"],
  });
  run.foreach(["drama", LARGE, 3], (item, index) => ({ mean: index, item, "näme /?#%": LARGE }));
  store.run({ flow: "Other", created: 3000, status: "running", finished: null, pid: Deno.pid });
  store.run({ flow: "Genres", created: 4000, systemTags: ["step:Genres/2/start/1"] });
}
