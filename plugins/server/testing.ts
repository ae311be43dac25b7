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
    code: { "flow.ts": "export default class Genres {}\n" },
    project: { name: "films", branch: "prod", production: true },
    tags: ["nightly", "pin"],
    systemTags: ["user:ann"],
  });
  run.foreach(["drama", LARGE, 3], (item, index) => ({ mean: index, item, "näme /?#%": LARGE }));
  run.card(3, { shown: [{ is: "markdown", text: "# Drama" }] });
  store.run({ flow: "Other", created: 3000, status: "running", finished: null, pid: Deno.pid });
  store.run({ flow: "Genres", created: 4000, systemTags: ["step:Genres/2/start/1"] });
}

/** Sends a request as it stands, and gives the answer as it came. */
export async function raw(url: string, head: string[], body = ""): Promise<string> {
  const { hostname, port } = new URL(url);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const text = [...head, "connection: close", "", body].join("\r\n");
  await connection.write(new TextEncoder().encode(text));
  return await new Response(connection.readable).text();
}

/** A message of server-sent events. */
export interface Heard {
  id: string | null;
  event: string;
  // deno-lint-ignore no-explicit-any -- whatever it says
  data: any;
}

/** Listens to the events of a server. */
export class Ear implements AsyncDisposable {
  /** The id of the last message, as a browser would send it when it comes again. */
  last: string | null = null;
  readonly #reader: ReadableStreamDefaultReader<string>;
  #text = "";

  private constructor(response: Response) {
    this.#reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** @param path `/events` and what it asks for. */
  static async listen(url: string, path = "/events", last?: string): Promise<Ear> {
    const headers: Record<string, string> = last === undefined ? {} : { "last-event-id": last };
    const ear = new Ear(await fetch(`${url}/api${path}`, { headers }));
    // What it is told at once: how to come again, and where the store stands.
    await ear.#block();
    if (last === undefined) await ear.#block();
    return ear;
  }

  /** The next message that tells something. */
  async next(): Promise<Heard> {
    for (;;) {
      const message = await this.#block();
      if (message.event !== "") return message;
    }
  }

  async #block(): Promise<Heard> {
    let end: number;
    while ((end = this.#text.indexOf("\n\n")) < 0) {
      const { done, value } = await this.#reader.read();
      if (done) throw new Error("The server has ended the stream");
      this.#text += value;
    }
    const lines = this.#text.slice(0, end).split("\n");
    this.#text = this.#text.slice(end + 2);
    const field = (name: string) =>
      lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    const id = field("id") ?? null;
    this.last = id ?? this.last;
    return { id, event: field("event") ?? "", data: JSON.parse(field("data") ?? "null") };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader.cancel().catch(() => {});
  }
}
