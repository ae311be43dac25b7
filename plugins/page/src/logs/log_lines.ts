import type { LogInfo } from "../../../../core/client/reader.ts";
import { PLAIN, readAnsi, type Span, type Style } from "./ansi.ts";

/** A line that was printed. */
export interface LogLine {
  /** The piece in which it begins, and the last that belongs to it. */
  seq: number;
  last: number;
  stream: LogInfo["stream"];
  /** When its end came. */
  time: number;
  spans: readonly Span[];
  /** Its text alone, in lower case, to be searched. */
  plain: string;
}

/** Lines that are shown together, and made anew together when one of them changes. */
export interface Block {
  id: string;
  lines: readonly LogLine[];
}

/** Pieces whose lines share a block, and lines of one piece that do. */
const PIECES = 64;
const LINES = 200;
/** Characters of a line that are shown. */
const LONGEST = 20_000;

interface Open {
  text: string;
  seq: number;
}

/**
 * Makes lines of pieces, which may be parts of lines of either stream, in their order. Where blocks
 * begin depends on their pieces alone, so that most stay when what came earlier is added.
 */
export class LogLines {
  /** Blocks of lines that have ended. */
  #ended: Block[] = [];
  /** By stream: what has no end yet, and how what follows looks. */
  #open = new Map<LogInfo["stream"], Open>();
  #styles = new Map<LogInfo["stream"], Style>();
  /** What has no end yet, as lines. */
  #unfinished: readonly LogLine[] = [];
  /** The piece in which the last line begins, and how many do before it. */
  #seq = -1;
  #ordinal = 0;

  /** All lines; what has no end yet comes last, in a block of its own. */
  get blocks(): readonly Block[] {
    return this.#unfinished.length === 0
      ? this.#ended
      : [...this.#ended, { id: "open", lines: this.#unfinished }];
  }

  /** Adds what came after all that is there. */
  push(pieces: readonly LogInfo[]): void {
    if (pieces.length === 0) return;
    const lines: LogLine[] = [];
    for (const { stream, text, seq, time } of pieces) {
      const open = this.#open.get(stream);
      const parts = text.split("\n");
      let rest = open?.text ?? "";
      let begin = open?.seq ?? seq;
      for (const part of parts.slice(0, -1)) {
        lines.push(this.#line(stream, rest + part, begin, seq, time));
        rest = "";
        begin = seq;
      }
      rest += parts.at(-1)!;
      if (rest === "") this.#open.delete(stream);
      else this.#open.set(stream, { text: rest, seq: begin });
    }
    const { time, seq } = pieces.at(-1)!;
    this.#append(lines);
    this.#unfinished = [...this.#open].map(([stream, open]) =>
      this.#line(stream, open.text, open.seq, seq, time, false)
    );
  }

  /** Takes blocks of others that are the same, so that they need not be shown anew. */
  reuse(others: readonly Block[]): void {
    const known = new Map(others.map((block) => [block.id, block]));
    this.#ended = this.#ended.map((block) => {
      const other = known.get(block.id);
      return other !== undefined && isSame(block, other) ? other : block;
    });
  }

  /** Forgets the first blocks. */
  drop(blocks: number): void {
    this.#ended = this.#ended.slice(blocks);
  }

  #append(lines: readonly LogLine[]): void {
    if (lines.length === 0) return;
    const blocks = [...this.#ended];
    let last = blocks.pop();
    let filling = [...last?.lines ?? []];
    for (const line of lines) {
      const before = this.#seq;
      const ordinal = before === line.seq ? this.#ordinal + 1 : 0;
      const begins = Math.floor(before / PIECES) !== Math.floor(line.seq / PIECES) ||
        ordinal % LINES === 0 && (ordinal > 0 || this.#ordinal >= LINES);
      if (last === undefined || begins) {
        if (last !== undefined) blocks.push({ id: last.id, lines: filling });
        last = { id: `${line.seq}.${ordinal}`, lines: [] };
        filling = [];
      }
      filling.push(line);
      this.#seq = line.seq;
      this.#ordinal = ordinal;
    }
    blocks.push({ id: last!.id, lines: filling });
    this.#ended = blocks;
  }

  #line(
    stream: LogInfo["stream"],
    text: string,
    seq: number,
    last: number,
    time: number,
    ends = true,
  ): LogLine {
    // What a progress bar wrote over itself is not seen in a terminal either.
    const bare = text.endsWith("\r") ? text.slice(0, -1) : text;
    const seen = bare.slice(bare.lastIndexOf("\r") + 1);
    const shown = seen.length > LONGEST ? seen.slice(0, LONGEST) : seen;
    const { spans, end } = readAnsi(shown, this.#styles.get(stream) ?? PLAIN);
    if (ends) this.#styles.set(stream, end);
    const more = seen.length - shown.length;
    const all = more === 0 ? spans : [...spans, {
      text: ` … ${more.toLocaleString("en")} more characters`,
      style: { dim: true, italic: true } as const,
    }];
    const plain = all.map(({ text }) => text).join("").toLowerCase();
    return { seq, last, stream, time, spans: all, plain };
  }
}

/** What has the same pieces at its beginning and its end has the same between. */
function isSame({ lines }: Block, other: Block): boolean {
  const [a, b] = [lines.at(-1)!, other.lines.at(-1)!];
  return lines.length === other.lines.length && lines[0]!.plain === other.lines[0]!.plain &&
    a.seq === b.seq && a.last === b.last && a.plain === b.plain;
}
