import { signal } from "@preact/signals";
import type { LogInfo } from "../../../../core/client/reader.ts";
import { api, ask, runParam } from "../api.ts";
import { type Block, LogLines } from "./log_lines.ts";

/** The log of an attempt. */
export interface LogOf {
  run: string;
  task: number;
  attempt: number;
  stream: LogInfo["stream"] | null;
}

/** Where to begin: at either end, at a time, or at a piece. */
export type LogPlace = "begin" | "end" | { since: number } | { seq: number };

/** Characters that are asked for at once, and that are kept: beyond that, the other end is left out. */
const PAGE = 300_000;
const KEPT = 6_000_000;

/**
 * A part of a log, which grows in either direction. All of it is there as plain text, so that the
 * browser's own search and copying work on it; of a longer log, a part is.
 */
export class LogModel {
  readonly blocks = signal<readonly Block[]>([]);
  /** What to ask for to go on; null at the log's own ends. */
  readonly previous = signal<number | null>(null);
  readonly next = signal<number | null>(null);
  readonly isLoaded = signal(false);
  readonly error = signal<Error | null>(null);
  readonly of: LogOf;
  #pieces: LogInfo[] = [];
  #lines = new LogLines();
  #characters = 0;
  #work: Promise<void> = Promise.resolve();
  #ending = new AbortController();

  constructor(of: LogOf) {
    this.of = of;
  }

  /** Shows another part of the log. */
  open(place: LogPlace): Promise<void> {
    return this.#do(async () => {
      const half = String(PAGE / 2);
      if (typeof place === "object" && "seq" in place) {
        const [before, after] = await Promise.all([
          this.#page({ before: String(place.seq), characters: half }),
          this.#page({ after: String(place.seq - 1) }),
        ]);
        this.#show([...before.pieces, ...after.pieces], before.previous, after.next);
        return;
      }
      const page = await this.#page(
        place === "begin" ? {} : place === "end" ? { from: "end" } : { since: String(place.since) },
      );
      this.#show(page.pieces, page.previous, page.next);
    });
  }

  /** Adds what comes after the part at hand, as far as it is there. */
  forward(): Promise<void> {
    return this.#do(async () => {
      if (!this.isLoaded.value) return;
      const after = this.#pieces.at(-1)?.seq ?? -1;
      const page = await this.#page({ after: String(after) });
      this.#pieces.push(...page.pieces);
      this.#lines.push(page.pieces);
      this.#characters += lengthOf(page.pieces);
      this.next.value = page.next;
      this.#leaveOutFirst();
      this.blocks.value = this.#lines.blocks;
    });
  }

  /** Adds what came before the part at hand. */
  backward(): Promise<void> {
    return this.#do(async () => {
      const before = this.previous.value;
      if (before === null) return;
      const page = await this.#page({ before: String(before) });
      const pieces = [...page.pieces, ...this.#pieces];
      let kept = pieces.length;
      let characters = lengthOf(pieces);
      while (characters > KEPT && kept > page.pieces.length) {
        characters -= pieces[--kept]!.text.length;
      }
      const next = kept === pieces.length ? this.next.value : pieces[kept - 1]!.seq;
      this.#show(pieces.slice(0, kept), page.previous, next);
    });
  }

  /**
   * Looks for a text where it is not loaded.
   *
   * @returns The piece that has it; null where there is none.
   */
  async find(text: string, isBackward: boolean): Promise<number | null> {
    let at = isBackward ? this.#pieces[0]?.seq ?? 0 : this.#pieces.at(-1)?.seq ?? -1;
    for (;;) {
      const found = await ask(
        api.runs[":flow"][":run"].tasks[":task"].logs.search.$get({
          ...this.#asked({ q: text, [isBackward ? "before" : "after"]: String(at) }),
        } as never, this.#init),
      );
      if (found.match !== null) return found.match.seq;
      if (found.goOn === null) return null;
      at = found.goOn;
    }
  }

  /** Ends what is under way, for ever. */
  close(): void {
    this.#ending.abort();
  }

  get #init() {
    return { init: { signal: this.#ending.signal } };
  }

  #asked(query: Record<string, string>) {
    const { run, task, attempt, stream } = this.of;
    return {
      param: { ...runParam(run), task: String(task) },
      query: { attempt: String(attempt), ...(stream === null ? {} : { stream }), ...query },
    };
  }

  async #page(query: Record<string, string>) {
    const page = await ask(
      api.runs[":flow"][":run"].tasks[":task"].logs.$get(
        this.#asked({ limit: "2000", characters: String(PAGE), ...query }),
        this.#init,
      ),
    );
    return page as { pieces: LogInfo[]; previous: number | null; next: number | null };
  }

  #show(pieces: LogInfo[], previous: number | null, next: number | null): void {
    this.#pieces = pieces;
    this.#characters = lengthOf(pieces);
    this.#lines = new LogLines();
    this.#lines.push(pieces);
    this.#lines.reuse(this.blocks.value);
    this.blocks.value = this.#lines.blocks;
    this.previous.value = previous;
    this.next.value = next;
    this.isLoaded.value = true;
  }

  #leaveOutFirst(): void {
    const { blocks } = this.#lines;
    if (this.#characters <= KEPT || blocks.length < 4) return;
    // Whole blocks, as far as whole pieces end with them.
    let count = 0;
    let left = this.#characters;
    let first = 0;
    while (left > KEPT * 0.75 && count < blocks.length - 2) {
      const until = blocks[++count]!.lines[0]!.seq;
      while (this.#pieces[first]!.seq < until) left -= this.#pieces[first++]!.text.length;
    }
    this.#pieces.splice(0, first);
    this.#characters = left;
    this.#lines.drop(count);
    this.previous.value = this.#pieces[0]!.seq;
  }

  /** One after the other, so that parts fit together. */
  #do(work: () => Promise<void>): Promise<void> {
    return this.#work = this.#work.then(work).then(() => {
      this.error.value = null;
    }, (error) => {
      if (!this.#ending.signal.aborted) this.error.value = error;
    });
  }
}

function lengthOf(pieces: readonly LogInfo[]): number {
  return pieces.reduce((sum, { text }) => sum + text.length, 0);
}
