/**
 * Marks in an executor's stdout and stderr that say which attempt the bytes after them belong to.
 * Output goes straight to the pipe, so that what a step printed just before it was killed is kept;
 * the Worker writes a mark before the first output of each attempt.
 *
 * A step that forges a mark (it would have to guess the executor's nonce) can only misplace its own
 * output.
 *
 * @module
 */

const START = "\x1b]flow;";
const STOP = "\x07";
/** The task and the attempt in a mark, and how long they are with its end at most. */
const NUMBERS = /^(\d{1,15});(\d{1,15})$/;
const NUMBERS_MAX = 32;

/** The mark of an attempt. `nonce` is the executor's. */
export function logMark(nonce: string, task: number, attempt: number): string {
  return `${START}${nonce};${task};${attempt}${STOP}`;
}

/** A piece of output and the attempt that it belongs to (0 before the first mark). */
export interface MarkedText {
  task: number;
  attempt: number;
  text: string;
}

/** Cuts a stream of output at its marks. UTF-8 and marks may be split anywhere. */
export class MarkReader {
  #decoder = new TextDecoder();
  #prefix: string;
  #held = "";
  #task = 0;
  #attempt = 0;

  constructor(nonce: string) {
    this.#prefix = `${START}${nonce};`;
  }

  /** The attempt of the last mark. */
  get last(): { task: number; attempt: number } {
    return { task: this.#task, attempt: this.#attempt };
  }

  push(bytes: Uint8Array): MarkedText[] {
    return this.#cut(this.#held + this.#decoder.decode(bytes, { stream: true }), false);
  }

  /** What is left when the stream has ended. */
  end(): MarkedText[] {
    return this.#cut(this.#held + this.#decoder.decode(), true);
  }

  #cut(text: string, last: boolean): MarkedText[] {
    const pieces: MarkedText[] = [];
    const give = (piece: string) => {
      if (piece !== "") pieces.push({ task: this.#task, attempt: this.#attempt, text: piece });
    };
    let from = 0;
    this.#held = "";
    for (;;) {
      const at = text.indexOf(this.#prefix, from);
      if (at < 0) break;
      const start = at + this.#prefix.length;
      const stop = text.slice(start, start + NUMBERS_MAX).indexOf(STOP);
      if (stop < 0 && text.length < start + NUMBERS_MAX && !last) {
        give(text.slice(from, at));
        this.#held = text.slice(at);
        return pieces;
      }
      const numbers = stop < 0 ? null : NUMBERS.exec(text.slice(start, start + stop));
      if (numbers === null) {
        give(text.slice(from, start));
        from = start;
        continue;
      }
      give(text.slice(from, at));
      this.#task = Number(numbers[1]);
      this.#attempt = Number(numbers[2]);
      from = start + stop + 1;
    }
    const rest = text.slice(from);
    const cut = last ? rest.length : heldFrom(rest, this.#prefix);
    give(rest.slice(0, cut));
    this.#held = rest.slice(cut);
    return pieces;
  }
}

/** Where in `text` a mark may begin whose rest has not arrived. */
function heldFrom(text: string, prefix: string): number {
  const escape = text.lastIndexOf("\x1b");
  if (escape < 0) return text.length;
  return prefix.startsWith(text.slice(escape)) ? escape : text.length;
}
