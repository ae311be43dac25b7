import type { DatabaseSync } from "node:sqlite";
import { statement } from "../../../store/metadata/statement.ts";
import { countLines, LineReader, type LogLine, type OpenLine } from "./line_reader.ts";
import { type LogOwner, readPieces } from "./log_source.ts";

/** Characters between two marks: what is read in vain to find a line. */
const BETWEEN = 64_000;

/** A place in a log. */
interface Mark {
  /** Pieces after this one follow. */
  seq: number;
  /** The number of the first line that begins there. */
  line: number;
  open: OpenLine;
  /** When the piece there arrived. */
  time: number;
}

/** A line with its number, the first being 0. */
export interface NumberedLine extends LogLine {
  line: number;
}

/** Finds lines of a log by number and by time, without reading all that is before them. */
export class LogIndex {
  readonly #db: () => Promise<DatabaseSync>;
  readonly #owner: LogOwner;
  #marks: Mark[] = [];
  #seq = -1;
  #lines = 0;
  #open: OpenLine = null;
  #since = BETWEEN;
  #extending: Promise<void> = Promise.resolve();

  constructor(db: () => Promise<DatabaseSync>, owner: LogOwner) {
    this.#db = db;
    this.#owner = owner;
  }

  /** How many lines there are, and whether the last one may still grow. */
  async size(): Promise<{ lines: number; open: boolean }> {
    // One after the other: each goes on where the one before has stopped.
    const extending = this.#extending.catch(() => {}).then(() => this.#extend());
    this.#extending = extending;
    await extending;
    return { lines: this.#lines, open: this.#open !== null };
  }

  /** The lines from a number on. */
  async *from(line: number): AsyncGenerator<NumberedLine, void> {
    const mark = this.#markBefore((one) => one.line <= line);
    for await (const found of this.#read(mark)) if (found.line >= line) yield found;
  }

  /** The number of the first line that arrived at a time or after it; that of no line, if none did. */
  async lineAt(time: number): Promise<number> {
    const mark = this.#markBefore((one) => one.time < time);
    for await (const found of this.#read(mark)) if (found.time >= time) return found.line;
    return this.#lines;
  }

  async *#read(mark: Mark | undefined): AsyncGenerator<NumberedLine, void> {
    if (mark === undefined) return;
    const reader = new LineReader(mark.open);
    let { line } = mark;
    for await (const pieces of readPieces(this.#db, this.#owner, mark.seq)) {
      for (const piece of pieces) {
        for (const found of reader.read(piece)) yield { line: line++, ...found };
      }
    }
    for (const found of reader.rest()) yield { line: line++, ...found };
  }

  /** The last mark for which something holds that holds for all before it; else the first. */
  #markBefore(holds: (mark: Mark) => boolean): Mark | undefined {
    let [low, high] = [0, this.#marks.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (holds(this.#marks[middle]!)) low = middle;
      else high = middle - 1;
    }
    return this.#marks[low];
  }

  async #extend(): Promise<void> {
    if (!await this.#isSame()) this.#forget();
    for await (const pieces of readPieces(this.#db, this.#owner, this.#seq)) {
      for (const piece of pieces) {
        if (this.#since >= BETWEEN) {
          const { seq, time } = piece;
          // A line that another stream ends has ended before this piece.
          this.#marks.push({ seq: seq - 1, line: this.#lines, open: this.#open, time });
          this.#since = 0;
        }
        const { lines, open } = countLines(piece, this.#open);
        this.#lines += lines;
        this.#open = open;
        this.#since += piece.text.length + 100;
        this.#seq = piece.seq;
      }
    }
  }

  /** Whether the log has only grown: what an attempt has printed is forgotten where it runs again. */
  async #isSame(): Promise<boolean> {
    if (this.#seq < 0) return true;
    const { run, task, attempt } = this.#owner;
    const sql = "SELECT 1 FROM logs WHERE run = ? AND task = ? AND attempt = ? AND seq = ?";
    return statement(await this.#db(), sql).get(run, task, attempt, this.#seq) !== undefined;
  }

  #forget(): void {
    this.#marks = [];
    this.#seq = -1;
    this.#lines = 0;
    this.#open = null;
    this.#since = BETWEEN;
  }
}
