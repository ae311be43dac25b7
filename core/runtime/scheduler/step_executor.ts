import type { Payload } from "../protocol/frames.ts";
import type { ToExecutor } from "../protocol/messages.ts";
import type { Timer } from "../timer.ts";
import type { ExecutorProcess } from "../pool/executor_process.ts";
import type { AttemptLogs } from "./attempt_logs.ts";
import type { LiveTask, VisibleTable } from "./live_task.ts";
import type { StepPlan } from "./step_plan.ts";

/** Milliseconds of work that are sent ahead to an executor. */
const AHEAD = 8;
/** Tasks sent ahead at most. */
const MOST_AHEAD = 256;
/** Tasks given lately whose output may still be on its way: so many at least. */
const OUTPUT_KEPT = 2048;
/** Tables that an executor keeps. */
const TABLES_KEPT = 32;

/** A task after its end. */
export interface LateTask {
  number: number;
  attempt: number;
  /** Ends the process when it takes too long. */
  timer: Timer;
}

/** An executor that is bound to a step, with the tasks that it was given. */
export class StepExecutor {
  readonly process: ExecutorProcess;
  readonly logs: AttemptLogs;
  /** In the order in which they run; the first is running. */
  readonly given: LiveTask[] = [];
  /** The flow is loaded. */
  ready = false;
  dead = false;
  /** Since when the first task runs; null until the flow is loaded. */
  headSince: number | null = null;
  timer: Timer | null = null;
  straggler: Timer | null = null;
  /** A recall is under way: nothing is sent ahead. */
  recalling = false;
  /** The first task ran out of time: whatever it says now, that is why it failed. */
  timedOut = false;
  /** The task that has ended and has something to do still: nothing else begins before. */
  late: LateTask | null = null;
  /** The step that is to have the process once this one needs it no more. */
  promisedTo: string | null = null;
  #plan: StepPlan;
  #average: number | null = null;
  #known = new Map<number, VisibleTable>();
  /** Tasks given, by number: the last ones, and those before, which are dropped together. */
  #lately = new Map<number, LiveTask>();
  #before = new Map<number, LiveTask>();

  constructor(plan: StepPlan, process: ExecutorProcess, logs: AttemptLogs) {
    this.#plan = plan;
    this.process = process;
    this.logs = logs;
  }

  get plan(): StepPlan {
    return this.#plan;
  }

  get step(): string {
    return this.plan.step.name;
  }

  /** Milliseconds that a task takes on average; null before the first has ended. */
  get average(): number | null {
    return this.#average;
  }

  /** Its first task has begun only just now: how long they take is not known yet. */
  get isUntried(): boolean {
    return this.ready && this.#average === null && this.given[0]?.attemptSeen === false;
  }

  /** How many tasks it may hold: several where they are short, so that none waits for us. */
  get window(): number {
    // What is late must not hold up others, nor look like one of them.
    if (this.plan.policy.afterwards) return 1;
    if (this.recalling || this.#average === null || this.#average > AHEAD) return 1;
    return Math.min(MOST_AHEAD, Math.ceil(AHEAD / Math.max(this.#average, 0.05)) + 1);
  }

  get hasRoom(): boolean {
    return !this.dead && !this.timedOut && this.late === null && this.given.length < this.window;
  }

  /** It has nothing to do. */
  get isIdle(): boolean {
    return this.given.length === 0 && this.late === null;
  }

  /** Hands a task over, to run after those that it has. */
  give(task: LiveTask): void {
    this.given.push(task);
    this.#lately.set(task.number, task);
    if (this.#lately.size <= OUTPUT_KEPT) return;
    this.#before = this.#lately;
    this.#lately = new Map();
  }

  /** Binds it to another step, once nothing that it was given is under way. */
  bind(plan: StepPlan): void {
    this.#plan = plan;
    this.ready = false;
    this.promisedTo = null;
    this.#average = null;
    this.#known.clear();
  }

  /**
   * The step of an attempt that output can be of; null where it was not given, for what says so may
   * be the step's own invention. It may arrive when the next attempt, or another step's, has been
   * given already.
   */
  stepPrinting({ task, attempt }: { task: number; attempt: number }): string | null {
    const given = this.#lately.get(task) ?? this.#before.get(task);
    return given !== undefined && attempt > 0 && attempt <= given.attempt ? given.step : null;
  }

  /** A task took this many milliseconds. */
  took(milliseconds: number): void {
    this.#average = this.#average === null
      ? milliseconds
      : this.#average * 0.8 + milliseconds * 0.2;
  }

  /** Milliseconds are as much as all that was given will take, roughly. */
  send(messages: ToExecutor[], payload?: Payload): void {
    if (!this.dead) this.process.send(messages, payload);
  }

  /** Whether the executor has the table; it is taken to have it from now on. */
  learn(table: VisibleTable): { known: boolean; forget: number[] } {
    const known = this.#known.delete(table.id);
    this.#known.set(table.id, table);
    const forget: number[] = [];
    if (this.#known.size > TABLES_KEPT) {
      const needed = new Set(this.given.map((task) => task.table.id));
      for (const id of this.#known.keys()) {
        if (this.#known.size <= TABLES_KEPT) break;
        if (id === table.id || needed.has(id)) continue;
        this.#known.delete(id);
        forget.push(id);
      }
    }
    return { known, forget };
  }
}
