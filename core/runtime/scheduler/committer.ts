import type { RunEvent } from "../events.ts";
import type { RunWriter } from "../../../store/metadata/writer.ts";
import { Timer } from "../timer.ts";

/** Milliseconds that what has ended waits for others to share its transaction. */
const WINDOW = 5;
/** Changes that do not wait any longer. */
const MANY = 512;

/** A change of the database, made inside the transaction that all share. */
export type Change = (writer: RunWriter) => void;

/**
 * Commits the changes of many tasks in one transaction (group commit). Events are told only after
 * the changes that they speak of are durable.
 */
export class Committer {
  #writer: RunWriter;
  #emit: (event: RunEvent) => void;
  #failed: (error: unknown) => void;
  #changes: Change[] = [];
  #events: RunEvent[] = [];
  #timer: Timer | null = null;
  #failure: unknown = null;

  constructor(
    writer: RunWriter,
    emit: (event: RunEvent) => void,
    failed: (error: unknown) => void,
  ) {
    this.#writer = writer;
    this.#emit = emit;
    this.#failed = failed;
  }

  /** Why the store cannot be written, or null. */
  get failure(): unknown {
    return this.#failure;
  }

  add(change: Change): void {
    this.#changes.push(change);
    this.#schedule();
  }

  /** An event to be told once all changes given before it are durable. */
  tell(event: RunEvent): void {
    this.#events.push(event);
    this.#schedule();
  }

  #schedule() {
    if (this.#changes.length >= MANY) this.flush();
    else this.#timer ??= new Timer(WINDOW, () => this.flush());
  }

  /** Commits what waits. A store that cannot be written ends the run: see `failed`. */
  flush(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const changes = this.#changes.splice(0);
    if (changes.length > 0 && this.#failure === null) {
      try {
        this.#writer.begin();
        for (const change of changes) change(this.#writer);
        this.#writer.commit();
      } catch (error) {
        this.#failure = error ?? new Error("unknown");
        try {
          this.#writer.rollback();
        } catch {
          // SQLite has rolled back by itself.
        }
        this.#failed(error);
      }
    }
    const events = this.#events.splice(0);
    if (this.#failure === null) { for (const event of events) this.#emit(event); }
  }
}
