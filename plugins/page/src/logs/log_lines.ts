import { PLAIN, readAnsi, type Span, type Style } from "./ansi.ts";

/** A line as the API tells it. */
export interface ShownLine {
  stream: "stdout" | "stderr" | "flow";
  time: number;
  text: string;
  /** Characters that are left out. */
  more?: number | undefined;
}

/** A line that was printed. */
export interface LogLine {
  /** From 0, in its log. */
  number: number;
  stream: ShownLine["stream"];
  time: number;
  spans: readonly Span[];
  /** How what follows looks. */
  end: Style;
  /** Its text alone, in lower case, to be searched. */
  plain: string;
}

/** Lines that are shown together, and made anew together when one of them changes. */
export interface Block {
  /** Which one of the whole log. */
  at: number;
  lines: readonly LogLine[];
}

/** Lines of a block. */
const BLOCK = 200;

/** A part of a log, without gaps, which grows at either end. */
export class LogLines {
  blocks: readonly Block[] = [];

  /** The number of its first line, and of the line after its last. */
  get first(): number {
    return this.blocks[0]?.lines[0]?.number ?? 0;
  }

  get end(): number {
    return (this.blocks.at(-1)?.lines.at(-1)?.number ?? -1) + 1;
  }

  /** Adds lines at an end, where they may stand in place of some; lines elsewhere replace all. */
  put(from: number, shown: readonly ShownLine[]): void {
    if (this.blocks.length > 0 && from + shown.length === this.first) {
      this.blocks = join(blocksOf(from, shown, () => PLAIN), this.blocks);
      return;
    }
    const before = from >= this.first && from <= this.end ? upTo(this.blocks, from) : [];
    this.blocks = join(before, blocksOf(from, shown, (stream) => styleOf(before, stream)));
  }

  /** Forgets lines at one end until not many more than `most` are left. */
  shorten(most: number, side: "first" | "last"): void {
    const blocks = [...this.blocks];
    while (blocks.length > 2 && blocks.length * BLOCK > most + 2 * BLOCK) {
      side === "first" ? blocks.shift() : blocks.pop();
    }
    if (blocks.length < this.blocks.length) this.blocks = blocks;
  }
}

function blocksOf(
  from: number,
  shown: readonly ShownLine[],
  begin: (stream: ShownLine["stream"]) => Style,
): Block[] {
  const styles = new Map<ShownLine["stream"], Style>();
  const blocks: { at: number; lines: LogLine[] }[] = [];
  shown.forEach(({ stream, time, text, more = 0 }, index) => {
    const number = from + index;
    // What a progress bar wrote over itself is not seen in a terminal either.
    const seen = text.slice(text.lastIndexOf("\r") + 1);
    const { spans, end } = readAnsi(seen, styles.get(stream) ?? begin(stream));
    styles.set(stream, end);
    const all = more === 0 ? spans : [...spans, {
      text: ` … ${more.toLocaleString("en")} more characters`,
      style: { dim: true, italic: true } as const,
    }];
    const plain = all.map(({ text }) => text).join("").toLowerCase();
    const at = Math.floor(number / BLOCK);
    if (blocks.at(-1)?.at !== at) blocks.push({ at, lines: [] });
    blocks.at(-1)!.lines.push({ number, stream, time, spans: all, end, plain });
  });
  return blocks;
}

/** Blocks one after the other; the last of one and the first of the other may be the same block. */
function join(before: readonly Block[], after: readonly Block[]): Block[] {
  const [last, next] = [before.at(-1), after[0]];
  if (last === undefined || next === undefined || last.at !== next.at) return [...before, ...after];
  const shared = { at: last.at, lines: [...last.lines, ...next.lines] };
  return [...before.slice(0, -1), shared, ...after.slice(1)];
}

/** Blocks of the lines before a line. */
function upTo(blocks: readonly Block[], end: number): Block[] {
  return blocks.filter(({ lines }) => lines[0]!.number < end).map((block) =>
    block.lines.at(-1)!.number < end
      ? block
      : { at: block.at, lines: block.lines.filter(({ number }) => number < end) }
  );
}

/** How text of a stream looks after these lines, as far as the last blocks tell. */
function styleOf(blocks: readonly Block[], stream: ShownLine["stream"]): Style {
  for (const { lines } of blocks.slice(-2).reverse()) {
    const line = lines.findLast((one) => one.stream === stream);
    if (line !== undefined) return line.end;
  }
  return PLAIN;
}
