import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { RunStatus } from "../../../core/client/reader.ts";
import { type Change, changesAfter, currentRevision } from "../../../store/metadata/changes.ts";
import { openDatabase } from "../../../store/metadata/database.ts";
import { trueStatuses } from "../../../store/metadata/liveness.ts";
import type { LiveStore } from "../store/live_store.ts";
import { comment, Listener, message, retryAfter } from "./listener.ts";

/** Milliseconds between two looks at whether anything was committed; such a look takes 3 µs. */
const LOOK = 25;
/** Between two looks at whether there still is a store, and whether runs still live. */
const CHECK = 1000;
/** After which a listener hears that there is nothing to hear. */
const HEARTBEAT = 15_000;
/** Before a listener that was let go comes again. */
const RETRY = 1000;
/** Changes that are told one by one; of more, such as by `gc`, it is quicker to load all anew. */
const MANY = 500;
/** That one listener adds to the pause after changes were told: each takes some time. */
const PAUSE = 0.2;

/**
 * Tells listeners what changes in a store, whichever process changes it. As long as nobody listens it
 * does nothing, and the database is not open.
 *
 * All listeners share one look at the database; each change is told at once, but no faster than they
 * can all be told.
 */
export class ChangeFeed implements Disposable {
  readonly #store: LiveStore;
  readonly #listeners = new Set<Listener>();
  #timers: ReturnType<typeof setInterval>[] = [];
  #db: DatabaseSync | null = null;
  #version: StatementSync | null = null;
  /** Which file the database is, and its state that has been told. */
  #file: string | null = null;
  #seen: unknown = null;
  #told = { database: "", revision: 0 };
  #statuses = new Map<string, RunStatus>();
  #quietUntil = 0;

  constructor(store: LiveStore) {
    this.#store = store;
  }

  /** How many listen. */
  get size(): number {
    return this.#listeners.size;
  }

  /**
   * Takes up a listener.
   *
   * @param run The only run that it wants to hear of; null for all.
   * @param last The id of the last message that it has heard, if any.
   */
  listen(run: string | null, last: string | null): ReadableStream<Uint8Array> {
    const listener = new Listener(run, () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    });
    if (this.#listeners.size === 0) this.#start();
    this.#listeners.add(listener);
    listener.send(retryAfter(RETRY));
    const missed = last === null ? [] : this.#changesSince(last);
    if (missed === null) listener.send(message(this.#id, "lost", {}));
    else {
      for (const { run, sent } of this.#messagesOf(missed, last ?? this.#id)) {
        this.#send(listener, run, sent);
      }
      listener.send(message(this.#idOf(missed.at(-1)?.revision ?? this.#told.revision)));
    }
    return listener.body;
  }

  /** Lets all listeners go. */
  [Symbol.dispose](): void {
    for (const listener of [...this.#listeners]) listener.close();
    this.#stop();
  }

  get #id(): string {
    return this.#idOf(this.#told.revision);
  }

  #idOf(revision: number): string {
    return `${this.#told.database}.${revision}`;
  }

  #start(): void {
    this.#open(this.#store.look());
    this.#timers = [
      setInterval(() => this.#look(), LOOK),
      setInterval(() => this.#check(), CHECK),
      setInterval(() => this.#sendAll(null, comment("nothing new")), HEARTBEAT),
    ];
  }

  #stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    this.#close();
  }

  /** Opens the database, if there is one that can be read: otherwise there is nothing to tell. */
  #open(file: string | null): void {
    this.#close();
    this.#file = file;
    if (file === null) return;
    try {
      this.#db = openDatabase(this.#store.dir, { readonly: true });
      this.#version = this.#db.prepare("PRAGMA data_version");
      this.#seen = this.#version.get()!.data_version;
      this.#told = currentRevision(this.#db);
      this.#statuses = trueStatuses(this.#db);
    } catch {
      this.#close();
      // To be tried again.
      this.#file = null;
    }
  }

  #close(): void {
    this.#db?.close();
    this.#db = this.#version = null;
    this.#file = null;
    this.#told = { database: "", revision: 0 };
    this.#statuses.clear();
  }

  /** Tells what has been committed since the last look. */
  #look(): void {
    if (this.#db === null || performance.now() < this.#quietUntil) return;
    try {
      const version = this.#version!.get()!.data_version;
      if (version === this.#seen) return;
      const changes = changesAfter(this.#db, this.#told.revision);
      this.#seen = version;
      if (changes.length === 0) return;
      const before = this.#id;
      this.#told.revision = changes.at(-1)!.revision;
      if (changes.length > MANY) this.#sendAll(null, message(this.#id, "lost", {}));
      else for (const { run, sent } of this.#messagesOf(changes, before)) this.#sendAll(run, sent);
      this.#quietUntil = performance.now() + PAUSE * this.#listeners.size;
    } catch {
      // It is damaged, or busy: whoever asks for it is told. Here it is looked at again.
      this.#reopen(this.#store.look());
    }
  }

  /** Notices that the store has gone or come, and runs whose process has ended without a word. */
  #check(): void {
    const file = this.#store.look();
    if (file !== this.#file) return this.#reopen(file);
    if (this.#db === null) return;
    try {
      const now = trueStatuses(this.#db);
      for (const [run, status] of now) {
        if ((this.#statuses.get(run) ?? "running") === status) continue;
        this.#sendAll(run, message(this.#id, "change", { run, what: ["run"] }));
      }
      this.#statuses = now;
    } catch {
      this.#reopen(file);
    }
  }

  #reopen(file: string | null): void {
    const before = this.#told;
    this.#open(file);
    if (this.#told.database === before.database) {
      // What has been committed meanwhile is still to be told.
      this.#told = before;
      this.#seen = null;
    } else this.#sendAll(null, message(this.#id, "lost", {}));
  }

  /** What somebody has missed; null where that is not known. */
  #changesSince(last: string): Change[] | null {
    const match = /^([0-9a-f]{16})\.(\d{1,15})$/.exec(last);
    if (match === null || this.#db === null || match[1] !== this.#told.database) return null;
    const since = Number(match[2]);
    try {
      const { forgotten, revision } = currentRevision(this.#db);
      if (since < forgotten || since > revision) return null;
      const changes = changesAfter(this.#db, since);
      if (changes.length > MANY) return null;
      const lost = [...this.#statuses].filter(([, status]) => status === "lost")
        .map(([run]) => ({ run, what: ["run" as const], revision }));
      return [...changes, ...lost];
    } catch {
      return null;
    }
  }

  /**
   * Only the last of them moves on the id by which a listener resumes: part of what one tells may
   * be older than what those before it tell.
   */
  *#messagesOf(changes: Change[], before: string): Generator<{ run: string; sent: Uint8Array }> {
    for (const change of changes) {
      const { run, what, revision } = change;
      const id = change === changes.at(-1) ? this.#idOf(revision) : before;
      yield { run, sent: message(id, "change", { run, what }) };
    }
  }

  /** @param run Whom it is about; null for all. */
  #sendAll(run: string | null, sent: Uint8Array): void {
    for (const listener of this.#listeners) this.#send(listener, run, sent);
  }

  #send(listener: Listener, run: string | null, sent: Uint8Array): void {
    if (run === null || listener.run === null || listener.run === run) listener.send(sent);
  }
}
