import type { Output } from "./output.ts";

const CLEAR_LINE = "\x1b[2K";
const CLEAR_BELOW = "\x1b[0J";
const BEGIN = "\x1b[?2026h\x1b[?25l";
const END = "\x1b[?2026l";

/**
 * Rows at the bottom of a terminal that are drawn over in place, below lines that stay. Only rows
 * that changed are written, in one write.
 */
export class LiveArea {
  readonly #out: Output;
  #drawn: string[] = [];

  constructor(out: Output) {
    this.#out = out;
  }

  /**
   * Draws the rows, none of which may be wider than the terminal.
   *
   * @param above Lines to leave above them for good.
   */
  draw(rows: readonly string[], above: readonly string[] = []): void {
    const old = this.#drawn;
    const moved = above.length > 0;
    let text = old.length > 0 ? `\x1b[${old.length}A\r` : "";
    // What stays may be wider than the terminal and flow over: everything below goes first.
    if (moved) text += `${CLEAR_BELOW}${above.join("\n")}\n`;
    for (const [i, row] of rows.entries()) {
      text += !moved && row === old[i] ? "\n" : `${CLEAR_LINE}${row}\n`;
    }
    if (rows.length < old.length) text += CLEAR_BELOW;
    this.#drawn = [...rows];
    this.#out.write(`${BEGIN}${text}${END}`);
  }

  /** Takes the rows away and gives the cursor back. */
  clear(above: readonly string[] = []): void {
    this.draw([], above);
    this.#out.write("\x1b[?25h");
  }
}
