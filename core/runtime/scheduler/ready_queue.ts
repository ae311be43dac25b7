import type { LiveTask } from "./live_task.ts";

/** Makes the tasks of a foreach one by one, as they are taken. */
export interface TaskSource {
  readonly step: string;
  /** The next task, or null when all are made. */
  next(): LiveTask | null;
  /** How many are still to be made, about. */
  readonly left: number;
}

/** What waits for a slot, by step. */
class StepQueue {
  tasks: LiveTask[] = [];
  head = 0;
  sources: TaskSource[] = [];

  take(): LiveTask | null {
    if (this.head < this.tasks.length) {
      const task = this.tasks[this.head++]!;
      if (this.head > 1024 && this.head * 2 > this.tasks.length) {
        this.tasks = this.tasks.slice(this.head);
        this.head = 0;
      }
      return task;
    }
    while (this.sources.length > 0) {
      const task = this.sources[0]!.next();
      if (task !== null) return task;
      this.sources.shift();
    }
    return null;
  }
}

/**
 * Tasks that could start now. Steps further down the graph go first: what is begun is ended before
 * more is begun, so that the tasks of a wide foreach do not pile up half done.
 */
export class ReadyQueue {
  #order: string[];
  #queues = new Map<string, StepQueue>();
  /** Taken and given back. */
  #front = new Map<string, LiveTask[]>();

  /** @param order The steps, furthest down first. */
  constructor(order: string[]) {
    this.#order = order;
  }

  add(task: LiveTask): void {
    this.#queue(task.step).tasks.push(task);
  }

  addSource(source: TaskSource): void {
    this.#queue(source.step).sources.push(source);
  }

  /** Puts back what was taken: it is next again. */
  putBack(task: LiveTask): void {
    const front = this.#front.get(task.step);
    if (front === undefined) this.#front.set(task.step, [task]);
    else front.push(task);
  }

  take(step: string): LiveTask | null {
    const front = this.#front.get(step);
    const task = front?.pop();
    if (task !== undefined) {
      if (front!.length === 0) this.#front.delete(step);
      return task;
    }
    return this.#queues.get(step)?.take() ?? null;
  }

  /** Steps that may have something ready, in the order in which to look at them. */
  steps(): string[] {
    return this.#order.filter((step) => {
      if (this.#front.has(step)) return true;
      const queue = this.#queues.get(step);
      return queue !== undefined && (queue.head < queue.tasks.length || queue.sources.length > 0);
    });
  }

  /** How many tasks of the step wait, about. */
  waiting(step: string): number {
    let count = this.#front.get(step)?.length ?? 0;
    const queue = this.#queues.get(step);
    if (queue === undefined) return count;
    count += queue.tasks.length - queue.head;
    for (const source of queue.sources) count += source.left;
    return count;
  }

  /** Whether one could be taken; what is taken must be put back or run. */
  get isEmpty(): boolean {
    return this.steps().length === 0;
  }

  /** Gives up all that waits; made tasks are handed back. */
  drain(): LiveTask[] {
    const tasks: LiveTask[] = [];
    for (const front of this.#front.values()) tasks.push(...front);
    for (const queue of this.#queues.values()) tasks.push(...queue.tasks.slice(queue.head));
    this.#queues.clear();
    this.#front.clear();
    return tasks;
  }

  #queue(step: string): StepQueue {
    let queue = this.#queues.get(step);
    if (queue === undefined) {
      queue = new StepQueue();
      this.#queues.set(step, queue);
    }
    return queue;
  }
}
