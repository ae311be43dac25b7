import type { DatabaseSync } from "node:sqlite";
import type { LogPiece } from "../../../store/metadata/logs.ts";
import { logsOf } from "../../../store/metadata/logs.ts";

/** The log of an attempt, or one stream of it. */
export interface LogOwner {
  /** The key of the run. */
  run: number;
  task: number;
  attempt: number;
  stream?: LogPiece["stream"];
}

/** Pieces that are read at a time. */
const BATCH = 200;
/** Characters after which others get a turn. */
const TURN = 4_000_000;

/**
 * The pieces of a log from after `seq` on, in batches. Between batches others are answered, as a
 * long log takes a while.
 *
 * @param db Asked for before each batch: it may have become another one.
 */
export async function* readPieces(
  db: () => Promise<DatabaseSync>,
  { run, task, ...owner }: LogOwner,
  after: number,
): AsyncGenerator<LogPiece[], void> {
  let characters = 0;
  for (;;) {
    const pieces = logsOf(await db(), run, task, { ...owner, after, limit: BATCH });
    if (pieces.length > 0) yield pieces;
    if (pieces.length < BATCH) return;
    after = pieces.at(-1)!.seq;
    for (const { text } of pieces) characters += text.length;
    if (characters < TURN) continue;
    characters = 0;
    await new Promise((resolve) => setTimeout(resolve));
  }
}
