import { PAGE } from "./paging.ts";
import type { LogInfo, LogQuery, Reader } from "./reader.ts";

/** Which part of a log, and how long. */
export interface LogOptions {
  /** Only what came from there. */
  stream?: "stdout" | "stderr" | "flow";
  /**
   * An attempt's number.
   *
   * @default the last that has begun
   */
  attempt?: number;
  /**
   * Goes on with what is printed later, until the attempt ends.
   *
   * @default {false}
   */
  follow?: boolean;
}

/** A line of a log. */
export interface LogLine {
  time: Date;
  stream: "stdout" | "stderr" | "flow";
  /** Without its line end. */
  text: string;
}

/** Milliseconds between two looks at a log that is followed. */
const POLL = 200;

/** The log of an attempt, in pieces; `isOver` tells a follower when no more can come. */
export async function* readLog(
  reader: Reader,
  run: string,
  task: number,
  options: LogOptions & { attempt: number },
  isOver: () => Promise<boolean>,
): AsyncGenerator<LogInfo, void, void> {
  const { attempt, stream, follow } = options;
  const query: LogQuery = { attempt, limit: PAGE, ...(stream ? { stream } : {}) };
  for (;;) {
    // Asked before the log is read: what came in between is still seen.
    const over = !follow || await isOver();
    for (;;) {
      const page = await reader.logs(run, task, query);
      yield* page;
      query.after = page.at(-1)?.seq ?? query.after ?? -1;
      if (page.length < PAGE) break;
    }
    if (over) return;
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
}

/** Puts pieces together to lines, each stream by itself. */
export async function* toLines(
  pieces: AsyncIterable<LogInfo>,
): AsyncGenerator<LogLine, void, void> {
  const open = new Map<string, LogInfo>();
  for await (const piece of pieces) {
    const begun = open.get(piece.stream);
    const lines = ((begun?.text ?? "") + piece.text).split("\n");
    const rest = lines.pop()!;
    let time = begun?.time ?? piece.time;
    for (const text of lines) {
      yield { time: new Date(time), stream: piece.stream, text };
      time = piece.time;
    }
    open.set(piece.stream, { ...piece, time, text: rest });
  }
  for (const { time, stream, text } of open.values()) {
    if (text !== "") yield { time: new Date(time), stream, text };
  }
}
