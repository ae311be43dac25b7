import { redactText } from "../executor/redact.ts";
import type { MarkedText } from "../protocol/log_marks.ts";

/** Attempts of one executor whose logs may still grow. */
const OPEN = 16;

/** A piece of a log, as it is kept and told. 1 stdout, 2 stderr, 3 Flow's own words. */
export interface LogPiece {
  task: number;
  attempt: number;
  seq: number;
  stream: 1 | 2 | 3;
  text: string;
}

interface AttemptLog {
  seq: number;
  /** Characters so far, by stream. */
  length: [number, number];
  cut: [boolean, boolean];
  /** Held back because a secret may begin in it. */
  held: [string, string];
}

/** Turns what an executor prints into log pieces: numbered, capped, and free of secrets. */
export class AttemptLogs {
  #limit: number;
  #secrets: readonly string[];
  #longest: number;
  #logs = new Map<string, AttemptLog>();

  /**
   * @param limit Characters kept of each stream of an attempt.
   * @param secrets Values that must not be kept.
   */
  constructor(limit: number, secrets: readonly string[]) {
    this.#limit = limit;
    this.#secrets = secrets;
    this.#longest = Math.max(0, ...secrets.map((secret) => secret.length - 1));
  }

  take(stream: 1 | 2, piece: MarkedText): LogPiece[] {
    const log = this.#logOf(piece.task, piece.attempt);
    let text = piece.text;
    if (this.#secrets.length > 0) {
      text = redactText(log.held[stream - 1] + text, this.#secrets);
      const keep = text.endsWith("\n") ? 0 : Math.min(this.#longest, text.length);
      log.held[stream - 1] = keep === 0 ? "" : text.slice(-keep);
      text = keep === 0 ? text : text.slice(0, -keep);
    }
    return this.#cut(log, piece.task, piece.attempt, stream, text);
  }

  /** What was held back, when an attempt has ended. */
  end(task: number, attempt: number): LogPiece[] {
    const log = this.#logs.get(`${task}.${attempt}`);
    if (log === undefined) return [];
    const pieces: LogPiece[] = [];
    for (const stream of [1, 2] as const) {
      const held = log.held[stream - 1]!;
      log.held[stream - 1] = "";
      pieces.push(...this.#cut(log, task, attempt, stream, held));
    }
    return pieces;
  }

  #cut(log: AttemptLog, task: number, attempt: number, stream: 1 | 2, text: string): LogPiece[] {
    if (text === "" || log.cut[stream - 1]) return [];
    const room = this.#limit - log.length[stream - 1]!;
    const kept = text.length > room ? text.slice(0, room) : text;
    log.length[stream - 1]! += kept.length;
    const pieces: LogPiece[] = [];
    if (kept !== "") pieces.push({ task, attempt, seq: log.seq++, stream, text: kept });
    if (text.length > room) {
      log.cut[stream - 1] = true;
      const name = stream === 1 ? "stdout" : "stderr";
      const mark = `[flow: ${name} cut after ${this.#limit} characters; see --max-log-size]\n`;
      pieces.push({ task, attempt, seq: log.seq++, stream: 3, text: mark });
    }
    return pieces;
  }

  #logOf(task: number, attempt: number): AttemptLog {
    const key = `${task}.${attempt}`;
    let log = this.#logs.get(key);
    if (log === undefined) {
      log = { seq: 0, length: [0, 0], cut: [false, false], held: ["", ""] };
      this.#logs.set(key, log);
      if (this.#logs.size > OPEN) this.#logs.delete(this.#logs.keys().next().value!);
    }
    return log;
  }
}
