import type { RunEvent } from "../../core/runtime/events.ts";
import type { ErrorRecord } from "../../store/metadata/rows.ts";
import { outline, type OutlineStep, type Sketch } from "./outline.ts";

/** How far a step is. */
export interface StepProgress extends OutlineStep {
  /** Tasks that have begun, those of a foreach by the time each does. */
  begun: number;
  running: number;
  /** Failed attempts that wait to be tried again. */
  waiting: number;
  succeeded: number;
  caught: number;
  failed: number;
  cancelled: number;
  /** Items of foreaches that lead here. */
  items: number;
  /** When its first task began, and when its last one ended so far. */
  since: number | null;
  until: number | null;
}

/** A task that failed for good. */
export interface Failure {
  step: string;
  task: string;
  attempt: number;
  error: ErrorRecord | null;
  /** The last lines that it printed. */
  tail: string[];
}

/** A task that has begun and not ended. */
export interface OpenTask {
  step: string;
  task: string;
  attempt: number;
  /** A task is `waiting` when an attempt has failed, until it is tried again or given up. */
  state: "new" | "running" | "waiting";
  since: number;
  error: ErrorRecord | null;
  tail: string[];
  /** What it printed after the last line break, by stream. */
  partial: Record<LogStream, string>;
}

/** A whole line that a task printed. */
export interface LogLine {
  step: string;
  task: string;
  stream: LogStream;
  text: string;
}

/** `flow` is what Flow itself says in a log. */
export type LogStream = Extract<RunEvent, { type: "log" }>["stream"];

/** Failures that are kept in full; of the others only the number is. */
export const KEPT_FAILURES = 20;
const TAIL_LINES = 10;

/** A run as its events tell it. What it keeps grows with the tasks in flight, not with all tasks. */
export class RunModel {
  run = "";
  store = "";
  started: number | null = null;
  takenOver = 0;
  readonly steps = new Map<string, StepProgress>();
  readonly open = new Map<string, OpenTask>();
  readonly failures: Failure[] = [];
  readonly warnings: string[] = [];
  finished: Extract<RunEvent, { type: "run_finished" }> | null = null;
  readonly #inherited = new Map<string, number>();

  /** @param graph Gives the order of the steps; without one they come as they begin. */
  constructor(graph: Sketch | null) {
    for (const step of graph === null ? [] : outline(graph)) this.#addStep(step);
  }

  /** @returns The lines that a `log` event ended; nothing for others. */
  apply(event: RunEvent): LogLine[] {
    switch (event.type) {
      case "run_started":
        this.run = event.run;
        this.store = event.store;
        this.started = event.time;
        return [];
      case "taken_over":
        this.takenOver = event.tasks;
        for (const [name, count] of Object.entries(event.steps)) {
          const step = this.#step(name);
          step.begun += count;
          step.succeeded += count;
        }
        return [];
      case "warning":
        this.warnings.push(event.message);
        return [];
      case "foreach_started":
        this.#step(event.target).items += event.size;
        this.#inherit();
        return [];
      case "run_finished":
        this.finished = event;
        return [];
      case "log":
        return this.#log(event);
      default:
        return this.#task(event);
    }
  }

  /** How many tasks a step will have, as far as is known: at least those that have begun. */
  expected(step: StepProgress): number {
    return Math.max(step.items, this.#inherited.get(step.name) ?? 0, step.begun);
  }

  /** Tells the steps inside of foreaches, which follow one another, how many tasks they get. */
  #inherit(): void {
    this.#inherited.clear();
    for (const step of this.steps.values()) {
      const count = Math.max(step.items, this.#inherited.get(step.name) ?? 0);
      if (count === 0) continue;
      for (const name of step.follows) {
        this.#inherited.set(name, (this.#inherited.get(name) ?? 0) + count);
      }
    }
  }

  #task(event: Extract<RunEvent, { attempt: number; step: string }>): LogLine[] {
    const step = this.#step(event.step);
    const open = this.#openTask(event);
    if (open.state !== "new") step[open.state]--;
    switch (event.type) {
      case "task_started":
        if (open.state === "new") step.begun++;
        step.since ??= event.time;
        step.running++;
        open.state = "running";
        open.attempt = event.attempt;
        open.since = event.time;
        return [];
      case "attempt_failed":
        step.waiting++;
        open.state = "waiting";
        open.error = event.error;
        return this.#rest(open);
      case "task_failed":
        step.failed++;
        open.error = event.error;
        break;
      case "task_cancelled":
        step.cancelled++;
        break;
      case "task_caught":
        step.caught++;
        break;
      case "task_succeeded":
        step.succeeded++;
        break;
    }
    step.until = event.time;
    const lines = this.#rest(open);
    if (event.type === "task_failed" && this.failures.length < KEPT_FAILURES) {
      const { task, attempt, error, tail } = open;
      this.failures.push({ step: step.name, task, attempt, error, tail });
    }
    this.open.delete(event.task);
    return lines;
  }

  #log(event: Extract<RunEvent, { type: "log" }>): LogLine[] {
    const open = this.#openTask(event);
    const lines = (open.partial[event.stream] + event.text).split("\n");
    open.partial[event.stream] = lines.pop()!;
    return lines.map((text) => this.#line(open, event.stream, text));
  }

  /** What the task printed without ending the line. */
  #rest(open: OpenTask): LogLine[] {
    const lines: LogLine[] = [];
    for (const stream of ["stdout", "stderr", "flow"] as const) {
      if (open.partial[stream] !== "") lines.push(this.#line(open, stream, open.partial[stream]));
      open.partial[stream] = "";
    }
    return lines;
  }

  #line(open: OpenTask, stream: LogStream, text: string): LogLine {
    open.tail.push(text);
    if (open.tail.length > TAIL_LINES) open.tail.shift();
    return { step: open.step, task: open.task, stream, text };
  }

  #openTask({ step, task, attempt, time }: {
    step: string;
    task: string;
    attempt: number;
    time: number;
  }): OpenTask {
    const known = this.open.get(task);
    if (known) return known;
    const partial = { stdout: "", stderr: "", flow: "" };
    const open: OpenTask = {
      step,
      task,
      attempt,
      state: "new",
      since: time,
      error: null,
      tail: [],
      partial,
    };
    this.open.set(task, open);
    return open;
  }

  #step(name: string): StepProgress {
    return this.steps.get(name) ?? this.#addStep({ name, depth: 0, follows: [] });
  }

  #addStep(step: OutlineStep): StepProgress {
    const counts = { begun: 0, running: 0, waiting: 0, succeeded: 0, caught: 0, failed: 0 };
    const progress = { ...step, ...counts, cancelled: 0, items: 0, since: null, until: null };
    this.steps.set(step.name, progress);
    return progress;
  }
}
