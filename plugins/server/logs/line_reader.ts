import type { LogPiece } from "../../../store/metadata/logs.ts";

/** A line of a log. */
export interface LogLine {
  stream: LogPiece["stream"];
  /** When its beginning arrived, in milliseconds since 1970. */
  time: number;
  /** Without its end. */
  text: string;
}

/** The stream of a line that has not ended; null where none is open. */
export type OpenLine = LogPiece["stream"] | null;

/**
 * Cuts a log into lines. A line ends at its line feed, or where another stream has its say: so each
 * line is in one place of the log, and can be found by its number.
 */
export class LineReader {
  #open: LogLine | null = null;
  /** The rest of a line that began before the place where the reading does. */
  #skipped: OpenLine;

  /** @param open What was open where the reading begins. */
  constructor(open: OpenLine) {
    this.#skipped = open;
  }

  /** Gives the lines that end in a piece. */
  *read({ stream, time, text }: LogPiece): Generator<LogLine> {
    if (text === "") return;
    let from = 0;
    if (this.#skipped !== null) {
      const end = this.#skipped === stream ? text.indexOf("\n") + 1 : 0;
      if (this.#skipped === stream && end === 0) return;
      this.#skipped = null;
      from = end;
    }
    if (this.#open !== null && this.#open.stream !== stream) yield* this.rest();
    for (let end; (end = text.indexOf("\n", from)) >= 0; from = end + 1) {
      const part = text.slice(from, end);
      const line = this.#open ?? { stream, time, text: "" };
      this.#open = null;
      yield { ...line, text: (line.text + part).replace(/\r$/, "") };
    }
    if (from === text.length) return;
    if (this.#open === null) this.#open = { stream, time, text: text.slice(from) };
    else this.#open.text += text.slice(from);
  }

  /** Gives the line that has not ended, where the reading does. */
  *rest(): Generator<LogLine> {
    if (this.#open !== null) yield this.#open;
    this.#open = null;
  }
}

/** How many lines begin in a piece, and what is open after it. */
export function countLines(piece: LogPiece, open: OpenLine): { lines: number; open: OpenLine } {
  const { stream, text } = piece;
  if (text === "") return { lines: 0, open };
  let ends = 0;
  let last = -1;
  for (let at; (at = text.indexOf("\n", last + 1)) >= 0; last = at) ends++;
  const isOpen = last < text.length - 1;
  // Each end but the last, and what follows it, begins a line; so does the piece, unless it goes on.
  const lines = ends + (isOpen ? 1 : 0) - (open === stream ? 1 : 0);
  return { lines, open: isOpen ? stream : null };
}
