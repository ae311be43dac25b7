import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { streamNumber } from "./log_window.ts";
import type { LogStream } from "./logs.ts";
import { originOf } from "./origin.ts";
import { statement } from "./statement.ts";

/** What to look for in the log of an attempt, from where, and which way. */
export interface LogSearch {
  attempt: number;
  stream?: LogStream;
  /** Letters match whatever their case. */
  text: string;
  /** Only pieces after this one. */
  after?: number;
  /** Only pieces before this one, the last first. */
  before?: number;
}

/** The nearest piece that has the text. */
export interface LogMatch {
  /** null where none was found. */
  match: { seq: number; time: number } | null;
  /** Where to go on looking, since that took long; null where all was looked at. */
  goOn: number | null;
}

/** Milliseconds after which a look is broken off: other requests wait meanwhile. */
const ENOUGH = 50;
/** Pieces that are read at once. */
const PAGE = 32;

/** Looks for a text in the log of an attempt, without the codes that colour it. */
export function searchLog(
  db: DatabaseSync,
  run: number,
  task: number,
  { attempt, stream, text, after, before }: LogSearch,
): LogMatch {
  const until = performance.now() + ENOUGH;
  const wanted = text.toLowerCase();
  const isBackward = before !== undefined;
  const only = stream === undefined ? "" : `AND stream = ${streamNumber(stream)}`;
  const page = statement(
    db,
    `SELECT seq, time, text FROM logs WHERE run = ? AND task = ? AND attempt = ? ${only}
    ${isBackward ? "AND seq < ? ORDER BY seq DESC" : "AND seq > ? ORDER BY seq"} LIMIT ${PAGE}`,
  );
  const log: SQLInputValue[] = [originOf(db, run, task, "logs"), task, attempt];
  let at = Math.min(before ?? after ?? -1, Number.MAX_SAFE_INTEGER);
  for (;;) {
    const rows = page.all(...log, at);
    for (const row of rows) {
      if (plain(row.text as string).includes(wanted)) {
        return { match: { seq: row.seq as number, time: row.time as number }, goOn: null };
      }
    }
    if (rows.length < PAGE) return { match: null, goOn: null };
    at = rows.at(-1)!.seq as number;
    if (performance.now() > until) return { match: null, goOn: at };
  }
}

// deno-lint-ignore no-control-regex -- sequences of terminals begin with one
const SEQUENCE = /\x1b(?:\[[ -?]*[@-~]|[@-Z\\^_])/g;

/** In lower case, and without what terminals do not print. */
function plain(text: string): string {
  return (text.includes("\x1b") ? text.replaceAll(SEQUENCE, "") : text).toLowerCase();
}
