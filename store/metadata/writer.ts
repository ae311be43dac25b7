import type { DatabaseSync, StatementSync } from "node:sqlite";
import { bitOf, noteChange, type What } from "./changes.ts";
import { nextRunNumber } from "./numbers.ts";
import { sealRun } from "./seals.ts";
import type { ArtifactRef, ErrorRecord, RunStatus, TaskStatus } from "./rows.ts";
import type { TaskRecord } from "./tasks.ts";

/** A task as the scheduler knows it. */
export type TaskRow = Omit<TaskRecord, "run" | "originRun">;

export interface AttemptRow {
  task: number;
  attempt: number;
  status: TaskStatus;
  started: number;
  finished: number | null;
  error: ErrorRecord | null;
}

/** A card of an attempt, without what it shows. */
export interface CardRow {
  task: number;
  attempt: number;
  id: string;
  /** Among the cards of its step. */
  position: number;
  type: string;
  time: number;
}

/** 1 stdout, 2 stderr, 3 Flow's own words. */
export type LogStream = 1 | 2 | 3;

/** A new run's row. */
export interface NewRun {
  flow: string;
  created: number;
  pid: number;
  host: string;
  user: string;
  originRun: number | null;
  params: Record<string, unknown>;
  graph: string;
  code: string;
  file: string;
  className: string;
  project: { name: string; branch: string; production: boolean } | null;
  tags: string[];
  systemTags: string[];
}

/**
 * Writes a run. All is done between `begin` and `commit`; one transaction holds what many tasks
 * left.
 */
export class RunWriter {
  readonly db: DatabaseSync;
  /** The row id of the run. */
  id = 0;
  #statements = new Map<string, StatementSync>();
  /** What the open transaction has changed of the run, by {@linkcode bitOf}. */
  #changed = 0;

  constructor(db: DatabaseSync) {
    this.db = db;
  }

  begin(): void {
    this.db.exec("BEGIN IMMEDIATE");
  }

  commit(): void {
    this.#note();
    this.db.exec("COMMIT");
  }

  rollback(): void {
    this.#changed = 0;
    if (this.db.isTransaction) this.db.exec("ROLLBACK");
  }

  /** Something of the run is changed in this transaction, for those who look at it to know. */
  changes(what: What): void {
    this.#changed |= bitOf(what);
  }

  /** Inserts the run under the next number of its flow, and gives that number. */
  createRun(run: NewRun): number {
    this.#note();
    const number = nextRunNumber(this.db, run.flow);
    const { lastInsertRowid } = this.#prepare(`
      INSERT INTO runs (flow, number, status, created, heartbeat, pid, host, user, origin_run,
        params, graph, code, file, class, project)
      VALUES (?, ?, 'running', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
      run.flow,
      number,
      run.created,
      run.created,
      run.pid,
      run.host,
      run.user,
      run.originRun,
      JSON.stringify(run.params),
      run.graph,
      run.code,
      run.file,
      run.className,
      run.project === null ? null : JSON.stringify(run.project),
    );
    this.id = Number(lastInsertRowid);
    this.changes("run");
    for (const tag of run.systemTags) this.tag(tag, true);
    for (const tag of run.tags) this.tag(tag, false);
    return number;
  }

  tag(tag: string, system: boolean): void {
    this.changes("tags");
    this.#prepare("INSERT OR IGNORE INTO tags (run, tag, system) VALUES (?, ?, ?)")
      .run(this.id, tag, system ? 1 : 0);
  }

  untag(tag: string): void {
    this.changes("tags");
    this.#prepare("DELETE FROM tags WHERE run = ? AND tag = ? AND system = 0").run(this.id, tag);
  }

  heartbeat(time: number): void {
    this.#prepare("UPDATE runs SET heartbeat = ? WHERE id = ?").run(time, this.id);
  }

  /** Ends the run, after all else that is written of it. */
  finishRun(status: RunStatus, time: number, error: unknown): void {
    this.changes("run");
    this.#prepare("UPDATE runs SET status = ?, finished = ?, heartbeat = ?, error = ? WHERE id = ?")
      .run(status, time, time, error === null ? null : JSON.stringify(error), this.id);
    sealRun(this.db, this.id);
  }

  task(row: TaskRow): void {
    this.changes("tasks");
    this.#prepare(`
      INSERT INTO tasks (run, number, step, status, attempt, parent, joined, split, split_index,
        created, started, finished, next)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (run, number) DO UPDATE SET status = excluded.status,
        attempt = excluded.attempt, started = excluded.started, finished = excluded.finished,
        next = excluded.next`).run(
      this.id,
      row.number,
      row.step,
      row.status,
      row.attempt,
      row.parent,
      row.joined ? 1 : 0,
      row.split,
      row.splitIndex,
      row.created,
      row.started,
      row.finished,
      row.next === null ? null : JSON.stringify(row.next),
    );
  }

  joinParents(child: number, parents: Uint32Array): void {
    this.#prepare(`
      INSERT OR REPLACE INTO join_parents (run, child, position, parent)
      SELECT ?, ?, key, value FROM json_each(?)`).run(this.id, child, `[${parents.join()}]`);
  }

  attempt(row: AttemptRow): void {
    this.changes("tasks");
    this.#prepare(`
      INSERT INTO attempts (run, task, attempt, status, started, finished, error)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (run, task, attempt) DO UPDATE SET status = excluded.status,
        finished = excluded.finished, error = excluded.error`).run(
      this.id,
      row.task,
      row.attempt,
      row.status,
      row.started,
      row.finished,
      row.error === null ? null : JSON.stringify(row.error),
    );
  }

  artifact(task: number, name: string, ref: ArtifactRef): void {
    this.changes("tasks");
    this.#prepare(
      `INSERT OR REPLACE INTO artifacts (run, task, name, digest, kind, size, data)
      VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ).run(this.id, task, name, ref.digest, ref.kind, ref.size, ref.data ?? null);
  }

  /** Forgets what an earlier attempt of the task left. */
  dropArtifacts(task: number): void {
    this.#prepare("DELETE FROM artifacts WHERE run = ? AND task = ?").run(this.id, task);
  }

  item(task: number, position: number, ref: ArtifactRef): void {
    this.#prepare(
      `INSERT OR REPLACE INTO items (run, task, position, digest, kind, size, data)
      VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ).run(this.id, task, position, ref.digest, ref.kind, ref.size, ref.data ?? null);
  }

  dropItems(task: number, from: number): void {
    this.#prepare("DELETE FROM items WHERE run = ? AND task = ? AND position >= ?")
      .run(this.id, task, from);
  }

  /** What a card of an attempt shows from now on; without it, only that there is one. */
  card(row: CardRow, ref: ArtifactRef | null): void {
    this.changes("cards");
    const update = ref === null ? "NOTHING" : `UPDATE SET revision = revision + 1,
        time = excluded.time, digest = excluded.digest, kind = excluded.kind, size = excluded.size,
        data = excluded.data`;
    this.#prepare(`
      INSERT INTO cards (run, task, attempt, id, position, type, revision, time, digest, kind, size,
        data)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (run, task, attempt, id) DO ${update}`).run(
      this.id,
      row.task,
      row.attempt,
      row.id,
      row.position,
      row.type,
      ref === null ? 0 : 1,
      row.time,
      ref?.digest ?? "",
      ref?.kind ?? "",
      ref?.size ?? 0,
      ref?.data ?? null,
    );
  }

  /** The row of an object; its bytes where it is small, null where it is a file. */
  object(digest: string, size: number, coding: number, data: Uint8Array | null): void {
    this.#prepare("INSERT OR IGNORE INTO objects (digest, size, coding, data) VALUES (?, ?, ?, ?)")
      .run(digest, size, coding, data);
  }

  hasObject(digest: string): boolean {
    return this.#prepare("SELECT 1 FROM objects WHERE digest = ?").get(digest) !== undefined;
  }

  log(
    task: number,
    attempt: number,
    seq: number,
    stream: LogStream,
    time: number,
    text: string,
  ): void {
    this.changes("logs");
    this.#prepare(
      "INSERT INTO logs (run, task, attempt, seq, stream, time, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
    ).run(this.id, task, attempt, seq, stream, time, text);
  }

  /** Forgets what an attempt has printed. */
  dropLog(task: number, attempt: number): void {
    this.changes("logs");
    this.#prepare("DELETE FROM logs WHERE run = ? AND task = ? AND attempt = ?")
      .run(this.id, task, attempt);
  }

  #note(): void {
    if (this.#changed === 0) return;
    noteChange(this.db, this.id, this.#changed);
    this.#changed = 0;
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
