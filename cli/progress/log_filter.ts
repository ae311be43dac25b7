import type { LogLine } from "./model.ts";

const TASKS = 20;

/**
 * Chooses what of the log is shown as it comes: all that the first tasks of a step print. Of a
 * foreach of 10,000 items the rest is kept in the store, and the log of a task that failed is shown
 * at the end.
 */
export class LogFilter {
  readonly #shown = new Map<string, Set<string>>();
  readonly #muted = new Set<string>();

  /** @param all Shows everything. */
  constructor(readonly all: boolean) {}

  /** Whether to show a line; `last` is for the first that is not, so that this can be said. */
  judge({ step, task }: LogLine): "show" | "last" | "hide" {
    if (this.all) return "show";
    let tasks = this.#shown.get(step);
    if (!tasks) this.#shown.set(step, tasks = new Set());
    if (tasks.has(task)) return "show";
    if (tasks.size < TASKS) {
      tasks.add(task);
      return "show";
    }
    if (this.#muted.has(step)) return "hide";
    this.#muted.add(step);
    return "last";
  }
}

/** What is said once of a step whose further tasks are not shown. */
export function mutedNote(run: string, step: string): string {
  return `${step}: what further tasks print is shown by flow logs ${run}/${step}`;
}
