/**
 * Marks the output of an attempt (see `protocol/log_marks.ts`): the first time that it prints to a
 * stream, a mark goes ahead.
 *
 * @module
 */

import { logMark } from "../protocol/log_marks.ts";

const TO_STDOUT = [
  "log",
  "info",
  "debug",
  "table",
  "dir",
  "dirxml",
  "group",
  "groupCollapsed",
  "count",
  "timeLog",
  "timeEnd",
] as const;
const TO_STDERR = ["error", "warn", "trace", "assert", "countReset"] as const;

const encoder = new TextEncoder();

type Write = (bytes: Uint8Array) => number;

/** Keeps track of which streams the current attempt has printed to. */
export class OutputMarks {
  #nonce: string;
  #attempt: [task: number, attempt: number] = [0, 0];
  #unmarked = [false, false];
  #write: [Write, Write];

  /** Puts itself in front of the console and of `Deno.stdout` and `Deno.stderr`. */
  constructor(nonce: string) {
    this.#nonce = nonce;
    this.#write = [this.#intercept(Deno.stdout, 0), this.#intercept(Deno.stderr, 1)];
    for (const name of TO_STDOUT) this.#interceptConsole(name, 0);
    for (const name of TO_STDERR) this.#interceptConsole(name, 1);
  }

  /**
   * The output from now on belongs to this attempt.
   *
   * @param always Mark both streams at once: for steps whose programs write without our knowledge.
   * @param visible Mark stdout at once, so that it is known which task ran if the process dies.
   */
  begin(task: number, attempt: number, always: boolean, visible: boolean): void {
    this.#attempt = [task, attempt];
    this.#unmarked[0] = this.#unmarked[1] = true;
    if (always || visible) this.#before(0);
    if (always) this.#before(1);
  }

  #before(stream: 0 | 1) {
    if (!this.#unmarked[stream]) return;
    this.#unmarked[stream] = false;
    const [task, attempt] = this.#attempt;
    this.#write[stream](encoder.encode(logMark(this.#nonce, task, attempt)));
  }

  #intercept(target: typeof Deno.stdout, stream: 0 | 1): Write {
    const writeSync = target.writeSync.bind(target);
    const write = target.write.bind(target);
    target.writeSync = (bytes) => {
      this.#before(stream);
      return writeSync(bytes);
    };
    target.write = (bytes) => {
      this.#before(stream);
      return write(bytes);
    };
    return writeSync;
  }

  #interceptConsole(name: (typeof TO_STDOUT | typeof TO_STDERR)[number], stream: 0 | 1) {
    const methods = console as unknown as Record<string, (...args: unknown[]) => unknown>;
    const original = methods[name]!;
    methods[name] = (...args) => {
      this.#before(stream);
      return original.apply(console, args);
    };
  }
}
