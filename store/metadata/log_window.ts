import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { LogFilter, LogPiece, LogStream } from "./logs.ts";
import { originOf } from "./origin.ts";
import { statement } from "./statement.ts";

/** Which part of a log: what comes after a piece, or what comes before one. */
export interface LogPlace extends Omit<LogFilter, "limit"> {
  /** The last pieces before this `seq`; `Infinity` for the end of the log. */
  before?: number;
  /** From the first piece on that came at this time (milliseconds since 1970) or later. */
  since?: number;
  /** Pieces, at most. */
  limit: number;
  /** Characters, at most; one piece is told whatever its length. */
  characters: number;
}

/** A part of a log, and where it goes on. */
export interface LogWindow {
  pieces: LogPiece[];
  /** What `before` is to be for the part before this; null at the beginning of the log. */
  previous: number | null;
  /** What `after` is to be for the part after this; null at the end of the log. */
  next: number | null;
}

const STREAMS: readonly LogStream[] = ["stdout", "stderr", "flow"];

/** The part of an attempt's log at a place, in the order in which it arrived. */
export function logWindow(
  db: DatabaseSync,
  run: number,
  task: number,
  place: LogPlace,
): LogWindow {
  const stream = place.stream === undefined ? "" : `AND stream = ${streamNumber(place.stream)}`;
  const of = `FROM logs WHERE run = ? AND task = ? AND attempt = ? ${stream}`;
  const log: SQLInputValue[] = [originOf(db, run, task, "logs"), task, place.attempt];
  const first = (sql: string, ...values: SQLInputValue[]) =>
    (statement(db, sql).get(...log, ...values)?.seq ?? null) as number | null;
  const begin = place.since === undefined
    ? null
    : first(`SELECT min(seq) AS seq ${of} AND time >= ?`, place.since);
  // What has not come yet is at the end.
  const isBackward = place.before !== undefined || place.since !== undefined && begin === null;
  const from = isBackward
    ? Math.min(place.before ?? Infinity, Number.MAX_SAFE_INTEGER)
    : begin !== null
    ? begin - 1
    : place.after ?? -1;
  const side = isBackward ? "AND seq < ? ORDER BY seq DESC" : "AND seq > ? ORDER BY seq";
  const lengths = statement(db, `SELECT seq, length(text) AS length ${of} ${side} LIMIT ?`)
    .all(...log, from, place.limit);
  let characters = 0;
  const shown = lengths.findIndex(({ length }, at) =>
    (characters += length as number) > place.characters && at > 0
  );
  const seqs = lengths.slice(0, shown < 0 ? lengths.length : shown).map(({ seq }) => Number(seq));
  const isThere = (seq: number, sign: "<" | ">") =>
    first(`SELECT seq ${of} AND seq ${sign} ? LIMIT 1`, seq) !== null;
  if (seqs.length === 0) {
    return isBackward
      ? { pieces: [], previous: null, next: isThere(from - 1, ">") ? from - 1 : null }
      : { pieces: [], previous: isThere(from + 1, "<") ? from + 1 : null, next: null };
  }
  const [low, high] = isBackward ? [seqs.at(-1)!, seqs[0]!] : [seqs[0]!, seqs.at(-1)!];
  const pieces = statement(
    db,
    `SELECT seq, stream, time, text ${of} AND seq BETWEEN ? AND ? ORDER BY seq`,
  ).all(...log, low, high).map((row) => ({
    seq: row.seq as number,
    stream: STREAMS[row.stream as number - 1]!,
    time: row.time as number,
    text: row.text as string,
  }));
  return {
    pieces,
    previous: isThere(low, "<") ? low : null,
    next: isThere(high, ">") ? high : null,
  };
}

/** How a stream is kept. */
export function streamNumber(stream: LogStream): number {
  return STREAMS.indexOf(stream) + 1;
}
