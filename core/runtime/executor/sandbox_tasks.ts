import type { TaskMessage } from "../protocol/messages.ts";
import { Timer } from "../timer.ts";
import { createClaims, give, SLOTS, takeBack } from "../worker/claims.ts";
import type { TaskOrder } from "../worker/messages.ts";
import { orderOf } from "./task_order.ts";

/** Tasks given to the sandbox at a time: as many as take about this many milliseconds. */
const SANDBOX_AHEAD = 4;
const SANDBOX_MOST = 32;
/** Milliseconds after which a task that has not ended is reported as started. */
const REPORT_START = 2;

/** A task that the sandbox has. */
export interface SandboxTask {
  task: number;
  attempt: number;
  /** Of the memory that says whether it has begun. */
  slot: number;
  /** When it began; 0 while others are before it. */
  since: number;
  reported: boolean;
  /** Items of a foreach that it has given so far. */
  items: number;
}

/** What hears of the tasks of a sandbox. */
export interface SandboxTasksListener {
  /** These are the sandbox's now. */
  give(orders: TaskOrder[]): void;
  /** A task runs on. */
  started(task: number, time: number): void;
  /** All that was said so far goes out. */
  flush(): void;
}

/** The tasks that an executor has: those that wait, and those that its sandbox was given. */
export class SandboxTasks {
  /** Shared with the sandbox. */
  readonly claims = createClaims();
  #slot = 0;
  #listener: SandboxTasksListener;
  #waiting: { message: TaskMessage; payload: Uint8Array<ArrayBuffer> }[] = [];
  /** In the sandbox; the first is running. */
  #given: SandboxTask[] = [];
  /** Milliseconds that tasks take here, on average. */
  #average = SANDBOX_AHEAD;
  /** When the last task ended: none begins before. */
  #lastEnd = Date.now();
  #startTimer: Timer | null = null;

  constructor(listener: SandboxTasksListener) {
    this.#listener = listener;
  }

  /** The task that runs. */
  get head(): SandboxTask | undefined {
    return this.#given[0];
  }

  /** The task that runs, if it is this one. */
  headIs(task: number, attempt: number): SandboxTask | undefined {
    const { head } = this;
    return head?.task === task && head.attempt === attempt ? head : undefined;
  }

  add(message: TaskMessage, payload: Uint8Array<ArrayBuffer>): void {
    this.#waiting.push({ message, payload });
  }

  /** Gives the sandbox what it has room for. */
  feed(): void {
    const room = this.#room - this.#given.length;
    // Half of what it may have at a time: so it always has more, and is told of more at once.
    if (this.#given.length === 0 || room >= this.#room / 2) {
      const orders = this.#waiting.splice(0, room).map(({ message, payload }) => {
        const { task, attempt } = message;
        const slot = this.#slot++ % SLOTS;
        give(this.claims, slot);
        this.#given.push({ task, attempt, slot, since: 0, reported: false, items: 0 });
        return orderOf(message, payload, slot);
      });
      if (orders.length > 0) this.#listener.give(orders);
    }
    const { head } = this;
    if (head === undefined || head.since > 0) return;
    head.since = Date.now();
    this.#watchStart();
  }

  /**
   * The first task has ended.
   *
   * @param told When it began and ended, by the Worker's clock: that of this half, unless it lies.
   * @returns The same, as far as it can be true.
   */
  end(told: { started: number; finished: number }): { started: number; finished: number } {
    const { since } = this.#given.shift()!;
    const first = Math.max(this.#lastEnd, since);
    const finished = Math.min(Math.max(told.finished, first), Date.now());
    const started = Math.min(Math.max(told.started, first), finished);
    this.#lastEnd = finished;
    this.#average = this.#average * 0.8 + Math.max(finished - started, 0.05) * 0.2;
    return { started, finished };
  }

  /** Takes back those that have not begun. */
  recall(tasks: ReadonlySet<number>): number[] {
    const recalled: number[] = [];
    this.#given = this.#given.filter(({ task, slot }) => {
      if (!tasks.has(task) || !takeBack(this.claims, slot)) return true;
      recalled.push(task);
      return false;
    });
    this.#waiting = this.#waiting.filter(({ message: { task } }) => {
      if (!tasks.has(task)) return true;
      recalled.push(task);
      return false;
    });
    return recalled;
  }

  /** Nothing more of them counts. */
  clear(): void {
    this.#waiting = [];
    this.#given = [];
  }

  /** Tasks that the sandbox may hold: several where they are short. */
  get #room(): number {
    return Math.max(2, Math.min(SANDBOX_MOST, Math.floor(SANDBOX_AHEAD / this.#average)));
  }

  /** Looks again in a moment. */
  #watchStart() {
    this.#startTimer ??= new Timer(REPORT_START, () => {
      this.#startTimer = null;
      this.#reportStart();
    });
  }

  /** A task that runs on is reported; those that have ended meanwhile report both at once. */
  #reportStart() {
    const { head } = this;
    if (head !== undefined && !head.reported) {
      const age = Date.now() - head.since;
      if (age >= REPORT_START) {
        head.reported = true;
        this.#listener.started(head.task, head.since);
      } else this.#watchStart();
    }
    this.#listener.flush();
  }
}
