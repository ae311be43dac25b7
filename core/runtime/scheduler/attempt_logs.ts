import { redactable, redactText, safeLength } from "../executor/redact.ts";
import type { MarkedText } from "../protocol/log_marks.ts";

/** Attempts of one executor whose logs may still grow: its streams can be that far apart. */
const OPEN = 1024;

/** A piece of a log, as it is kept and told. 1 stdout, 2 stderr, 3 Flow's own words. */
export interface LogPiece {
  task: number;
  attempt: number;
  stream: 1 | 2 | 3;
  text: string;
}

/** How far the log of an attempt has come, by stream. */
interface AttemptLog {
  /** Characters so far. */
  length: [number, number];
  cut: [boolean, boolean];
}

/** Turns what an executor prints into log pieces: capped, and free of secrets. */
export class AttemptLogs {
  #limit: number;
  #secrets: readonly string[];
  #logs = new Map<string, AttemptLog>();
  /** By stream, what is held back because a secret may begin in it. */
  #held: [MarkedText | null, MarkedText | null] = [null, null];

  /**
   * @param limit Characters kept of each stream of an attempt.
   * @param secrets Values that must not be kept.
   */
  constructor(limit: number, secrets: readonly string[]) {
    this.#limit = limit;
    this.#secrets = redactable(secrets);
  }

  take(stream: 1 | 2, piece: MarkedText): LogPiece[] {
    if (this.#secrets.length === 0) return this.#cut(stream, piece);
    const held = this.#held[stream - 1] ?? null;
    this.#held[stream - 1] = null;
    // A stream tells of one attempt after the other: nothing more comes of the one before.
    const goesOn = held?.task === piece.task && held.attempt === piece.attempt;
    const before = held === null || goesOn ? [] : this.#redacted(stream, held);
    const text = goesOn ? held.text + piece.text : piece.text;
    const safe = safeLength(text, this.#secrets);
    if (safe < text.length) this.#held[stream - 1] = { ...piece, text: text.slice(safe) };
    return [...before, ...this.#redacted(stream, { ...piece, text: text.slice(0, safe) })];
  }

  /** What is held back still, when the executor has ended. */
  end(): LogPiece[] {
    const [stdout, stderr] = this.#held;
    this.#held = [null, null];
    return [
      ...stdout === null ? [] : this.#redacted(1, stdout),
      ...stderr === null ? [] : this.#redacted(2, stderr),
    ];
  }

  #redacted(stream: 1 | 2, piece: MarkedText): LogPiece[] {
    return this.#cut(stream, { ...piece, text: redactText(piece.text, this.#secrets) });
  }

  #cut(stream: 1 | 2, { task, attempt, text }: MarkedText): LogPiece[] {
    const log = this.#logOf(task, attempt);
    if (text === "" || log.cut[stream - 1]) return [];
    const room = this.#limit - log.length[stream - 1]!;
    const kept = text.length > room ? text.slice(0, room) : text;
    log.length[stream - 1]! += kept.length;
    const pieces: LogPiece[] = [];
    if (kept !== "") pieces.push({ task, attempt, stream, text: kept });
    if (text.length > room) {
      log.cut[stream - 1] = true;
      const name = stream === 1 ? "stdout" : "stderr";
      const mark = `[flow: ${name} cut after ${this.#limit} characters; see --max-log-size]\n`;
      pieces.push({ task, attempt, stream: 3, text: mark });
    }
    return pieces;
  }

  #logOf(task: number, attempt: number): AttemptLog {
    const key = `${task}.${attempt}`;
    let log = this.#logs.get(key);
    if (log === undefined) {
      log = { length: [0, 0], cut: [false, false] };
      this.#logs.set(key, log);
      if (this.#logs.size > OPEN) this.#logs.delete(this.#logs.keys().next().value!);
    }
    return log;
  }
}
