import { signal } from "@preact/signals";
import { api, ask, runParam } from "../api.ts";
import { type Block, LogLines, type ShownLine } from "./log_lines.ts";

/** The log of an attempt. */
export interface LogOf {
  run: string;
  task: number;
  attempt: number;
  stream: ShownLine["stream"] | null;
}

/** Where to begin: at either end, at a time (milliseconds since 1970), or at a line. */
export type LogPlace = "begin" | "end" | { time: number } | { line: number };

/** Lines that are asked for at once, and that are kept: beyond that, the other end is left out. */
const PAGE = 2000;
const KEPT = 40_000;
/** Lines before one that was jumped to. */
const BEFORE = 300;

interface Page {
  from: number;
  lines: ShownLine[];
  total: number;
  open: boolean;
}

/**
 * A part of a log, which grows in either direction. All of it is there as plain text, so that the
 * browser's own search and copying work on it; of a longer log, a part is.
 */
export class LogModel {
  readonly blocks = signal<readonly Block[]>([]);
  /** Lines of the whole log, as far as it is known. */
  readonly total = signal(0);
  readonly isLoaded = signal(false);
  readonly error = signal<Error | null>(null);
  readonly of: LogOf;
  /** The last line may still grow. */
  #isOpen = false;
  #lines = new LogLines();
  #work: Promise<void> = Promise.resolve();
  #ending = new AbortController();

  constructor(of: LogOf) {
    this.of = of;
  }

  /** The first line that is loaded, and the line after the last. */
  get first(): number {
    return this.#lines.first;
  }

  get end(): number {
    return this.#lines.end;
  }

  /** Shows another part of the log. */
  open(place: LogPlace): Promise<void> {
    return this.#do(async () => {
      const page = await this.#page(
        place === "begin"
          ? {}
          : place === "end"
          ? { from: String(-PAGE / 2) }
          : "time" in place
          ? { time: String(place.time) }
          : { from: String(Math.max(0, place.line - BEFORE)) },
      );
      this.#lines = new LogLines();
      this.#take(page, "last");
      this.isLoaded.value = true;
    });
  }

  /** Adds what comes after the part at hand, as far as it is there. */
  forward(): Promise<void> {
    return this.#do(async () => {
      if (!this.isLoaded.value) return;
      const from = this.#isOpen && this.end === this.total.value ? this.end - 1 : this.end;
      this.#take(await this.#page({ from: String(Math.max(0, from)) }), "first");
    });
  }

  /** Adds what came before the part at hand. */
  backward(): Promise<void> {
    return this.#do(async () => {
      const { first } = this;
      const from = Math.max(0, first - PAGE);
      if (from === first) return;
      const lines: ShownLine[] = [];
      // Long lines come in smaller pages.
      while (from + lines.length < first) {
        const at = from + lines.length;
        const page = await this.#page({ from: String(at), limit: String(first - at) });
        if (page.lines.length === 0) return;
        lines.push(...page.lines);
      }
      this.#take({ from, lines, total: this.total.value, open: this.#isOpen }, "last");
    });
  }

  /** Adds what is new, if what is loaded goes to the end; what is read further up is left alone. */
  follow(): Promise<void> {
    return this.end >= this.total.value ? this.forward() : this.#do(async () => {
      const page = await this.#page({ from: "-1", limit: "1" });
      this.total.value = page.total;
    });
  }

  /**
   * Looks for a text, from a line on.
   *
   * @returns Numbers of lines, and where to go on; null at the end.
   */
  async search(text: string, from: number): Promise<{ lines: number[]; next: number | null }> {
    const { matches, next } = await ask(
      api.runs[":flow"][":run"].tasks[":task"].logs.search.$get({
        param: this.#param,
        query: { ...this.#choice, q: text, from: String(from), limit: "1000" },
      }, { init: { signal: this.#ending.signal } }),
    );
    return { lines: matches.map(({ line }) => line), next };
  }

  /** Ends what is under way, for ever. */
  close(): void {
    this.#ending.abort();
  }

  get #param() {
    return { ...runParam(this.of.run), task: String(this.of.task) };
  }

  get #choice() {
    const { attempt, stream } = this.of;
    return { attempt: String(attempt), ...(stream === null ? {} : { stream }) };
  }

  async #page(query: Record<string, string>): Promise<Page> {
    return await ask(
      api.runs[":flow"][":run"].tasks[":task"].logs.lines.$get({
        param: this.#param,
        query: { ...this.#choice, limit: String(PAGE), ...query },
      }, { init: { signal: this.#ending.signal } }),
    );
  }

  /** @param left The end at which lines are left out when there are too many. */
  #take({ from, lines, total, open }: Page, left: "first" | "last"): void {
    if (lines.length > 0) this.#lines.put(from, lines);
    this.#lines.shorten(KEPT, left);
    this.#isOpen = open;
    this.total.value = total;
    this.blocks.value = this.#lines.blocks;
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
