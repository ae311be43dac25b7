import { type Colours, makeColours, wantsColour } from "./colours.ts";

/** A standard stream of this process. */
export interface Stream {
  writeSync(bytes: Uint8Array): number;
  isTerminal(): boolean;
}

const encoder = new TextEncoder();

/**
 * Text to a standard stream, written at once. A reader that went away (`flow runs | head -1`) is no
 * error: what follows is dropped, and `closed` says so.
 */
export class Output {
  readonly isTerminal: boolean;
  readonly colours: Colours;
  closed = false;
  readonly #stream: Stream;

  /** @param colour What `--color` or `--no-color` says, if given. */
  constructor(stream: Stream, colour?: boolean) {
    this.#stream = stream;
    this.isTerminal = stream.isTerminal();
    this.colours = makeColours(wantsColour(colour, this.isTerminal));
  }

  /** Columns and rows of the terminal; what is not a terminal is 80 wide. */
  size(): { columns: number; rows: number } {
    try {
      const size = Deno.consoleSize();
      return size.columns > 0 && size.rows > 0 ? size : { columns: 80, rows: 24 };
    } catch {
      return { columns: 80, rows: 24 };
    }
  }

  /** Writes a line. */
  line(text = ""): void {
    this.write(`${text}\n`);
  }

  /** Writes a value as JSON; on a line of its own, and indented when people may read it. */
  json(value: unknown): void {
    this.line(JSON.stringify(value, null, this.isTerminal ? 2 : undefined));
  }

  write(text: string): void {
    this.bytes(encoder.encode(text));
  }

  bytes(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0 && !this.closed) {
      try {
        rest = rest.subarray(this.#stream.writeSync(rest));
      } catch (error) {
        if (error instanceof Deno.errors.BrokenPipe) this.closed = true;
        else if (error instanceof Deno.errors.WouldBlock) waitForReader();
        else throw error;
      }
    }
  }
}

/** A pipe that another process made non-blocking is full: gives its reader a moment. */
function waitForReader(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}
