import { originOf } from "../../../store/metadata/origin.ts";
import type { Store } from "../../../store/store.ts";
import type { LiveStore } from "../store/live_store.ts";
import { LogIndex } from "./log_index.ts";
import { type LogOwner, readPieces } from "./log_source.ts";

/** Logs whose lines are known. */
const MOST = 50;
/** Characters of a line that are told, and of a page. */
const LINE = 10_000;
const PAGE = 2_000_000;
/** Characters around what was found. */
const AROUND = 200;
/** Milliseconds after which a search is broken off. */
const ENOUGH = 500;

/** A line as it is told. */
export interface ShownLine {
  stream: "stdout" | "stderr" | "flow";
  time: number;
  text: string;
  /** Characters of it that are left out. */
  more?: number;
}

/** Where a page of lines begins. */
export interface LinesQuery {
  /** The number of its first line; from the end, if negative. */
  from?: number | undefined;
  /** The first line that arrived at this time or after it, in place of `from`. */
  time?: number | undefined;
  limit: number;
}

/** Reads logs by line, of any length. */
export class Logs {
  readonly #store: LiveStore;
  /** By the database and the log, the one asked for last at the end. */
  readonly #indexes = new Map<string, LogIndex>();

  constructor(store: LiveStore) {
    this.#store = store;
  }

  /** A page of lines. */
  async lines(owner: LogOwner, { from = 0, time, limit }: LinesQuery) {
    const index = await this.#indexOf(owner);
    const { lines: total, open } = await index.size();
    const first = time !== undefined
      ? await index.lineAt(time)
      : from < 0
      ? Math.max(0, total + from)
      : Math.min(from, total);
    const lines: ShownLine[] = [];
    let characters = 0;
    if (first < total) {
      for await (const { stream, time, text } of index.from(first)) {
        const more = text.length - LINE;
        lines.push({ stream, time, text: text.slice(0, LINE), ...(more > 0 ? { more } : {}) });
        characters += Math.min(text.length, LINE);
        if (lines.length >= limit || characters >= PAGE) break;
      }
    }
    return { from: first, lines, total: Math.max(total, first + lines.length), open };
  }

  /** Lines in which a text stands, from a line on; broken off after a while, to be gone on with. */
  async search(
    owner: LogOwner,
    query: { q: string; from: number; limit: number; exact: boolean },
  ) {
    const until = performance.now() + ENOUGH;
    const fold = (text: string) => query.exact ? text : text.toLowerCase();
    const wanted = fold(query.q);
    const index = await this.#indexOf(owner);
    await index.size();
    const matches: (ShownLine & { line: number; column: number })[] = [];
    for await (const { line, stream, time, text } of index.from(query.from)) {
      const isEnough = matches.length >= query.limit || performance.now() > until;
      if (isEnough && line > query.from) return { matches, next: line };
      const column = fold(text).indexOf(wanted);
      if (column < 0) continue;
      const begin = Math.max(0, column - AROUND);
      const shown = text.slice(begin, column + query.q.length + AROUND);
      const more = text.length - shown.length;
      matches.push({ line, column, stream, time, text: shown, ...(more > 0 ? { more } : {}) });
    }
    return { matches, next: null };
  }

  /** All that was printed, as it came. */
  text(owner: LogOwner): ReadableStream<Uint8Array> {
    const pieces = readPieces(() => this.#db(), owner, -1);
    const encoder = new TextEncoder();
    return new ReadableStream({
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) return controller.close();
        controller.enqueue(encoder.encode(value.map(({ text }) => text).join("")));
      },
      async cancel() {
        await pieces.return();
      },
    });
  }

  /** The owner of a task's log: of one that was taken over, the run that it ran in. */
  static ownerOf({ db }: Store, run: number, task: number): Pick<LogOwner, "run" | "task"> {
    return { run: originOf(db, run, task, "logs"), task };
  }

  async #indexOf(owner: LogOwner): Promise<LogIndex> {
    await this.#db();
    const key = `${this.#store.look()} ${JSON.stringify(owner)}`;
    const index = this.#indexes.get(key) ?? new LogIndex(() => this.#db(), owner);
    this.#indexes.delete(key);
    this.#indexes.set(key, index);
    if (this.#indexes.size > MOST) this.#indexes.delete(this.#indexes.keys().next().value!);
    return index;
  }

  async #db() {
    return (await this.#store.open()).db;
  }
}
