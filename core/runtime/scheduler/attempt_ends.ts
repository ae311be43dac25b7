import { type ErrorRecord, type Taken, TINY_MAX } from "../../../store/metadata/rows.ts";
import { encode } from "../../../store/objects/codec.ts";
import { digestSync } from "../../../store/objects/digest.ts";
import { Timer } from "../timer.ts";
import type { GraphWalk } from "./graph_walk.ts";
import type { LiveTask } from "./live_task.ts";
import { endChange, hasStaged, isLost, type Kept, lostValue, taskRow } from "./results.ts";
import { retryDelay } from "./retry_delay.ts";
import type { RunContext } from "./run_context.ts";
import type { TaskReports } from "./task_reports.ts";

/** How a task ends. */
export type EndStatus = "succeeded" | "caught" | "failed" | "cancelled";

/** Who drives the run. */
export interface AttemptEndsListener {
  /** No more tasks are begun. */
  readonly isEnding: boolean;
  /** There may be something to begin. */
  dispatch(): void;
  /** A task has failed for good, and the run is to go no further. */
  gaveUp(): void;
}

/** Decides what follows the end of an attempt: the next tasks, another attempt, or a failure. */
export class AttemptEnds {
  /** Tasks that have ended, by how. */
  readonly counts: Record<EndStatus, number> = { succeeded: 0, caught: 0, failed: 0, cancelled: 0 };
  /** The first error that was not caught. */
  firstError: (ErrorRecord & { step?: string; task?: string }) | null = null;
  #context: RunContext;
  #walk: GraphWalk;
  #reports: TaskReports;
  #listener: AttemptEndsListener;
  #retries = new Map<LiveTask, Timer>();

  constructor(
    context: RunContext,
    walk: GraphWalk,
    reports: TaskReports,
    listener: AttemptEndsListener,
  ) {
    this.#context = context;
    this.#walk = walk;
    this.#reports = reports;
    this.#listener = listener;
  }

  /** Tasks that wait to be tried again. */
  get retrying(): LiveTask[] {
    return [...this.#retries.keys()];
  }

  /** An attempt has ended without an error of its own. */
  finished(task: LiveTask, kept: Kept[], next: Taken): void {
    const lost = kept.find((one) => isLost(this.#context, one));
    const problem = lost === undefined ? this.#walk.checkNext(task, next) : lostValue(lost);
    if (problem !== null) return this.failed(task, problem, kept, null);
    const { catchAs } = this.#context.plans.get(task.step)!.policy;
    if (catchAs !== undefined) kept.push(this.#keepValue(catchAs, undefined));
    this.#succeed(task, kept, next, null);
  }

  /**
   * An attempt has failed.
   *
   * @param left What it had set before.
   * @param retry What the step's own predicate says of trying again; null where that is not known.
   */
  failed(task: LiveTask, error: ErrorRecord, left: Kept[], retry: boolean | null): void {
    const { policy, step } = this.#context.plans.get(task.step)!;
    const kept = left.filter((one) => !isLost(this.#context, one));
    const final = error.type === "load";
    const again = !this.#listener.isEnding && !final && retry !== false &&
      task.attempt <= (policy.retry?.times ?? 0);
    if (again) return this.#retry(task, error, kept, retry === null);
    this.#reports.tell(task, { type: "attempt_failed", error });
    if (policy.catchAs !== undefined && !final && !this.#listener.isEnding) {
      const next = ownTransition(step.transition);
      if (next !== null) {
        const { name, message, stack, type } = error;
        const failure = this.#keepValue(policy.catchAs, { name, message, stack, type });
        const others = kept.filter((one) => one.name !== policy.catchAs);
        return this.#succeed(task, [...others, failure], next, error);
      }
    }
    this.#giveUp(task, kept, error);
  }

  /** A running attempt was ended, as the run goes no further. */
  cancelled(task: LiveTask): void {
    task.status = "cancelled";
    task.finished ??= Date.now();
    this.counts.cancelled++;
    this.#context.committer.add(endChange(this.#context, task, "cancelled", [], null));
    this.#reports.tell(task, { type: "task_cancelled" });
  }

  /** An attempt is not going to begin; only a task that was seen before is in the database. */
  neverBegun(task: LiveTask): void {
    // It had begun with an executor that has died.
    if (task.announced) return this.cancelled(task);
    if (task.attempt === 1) return;
    task.attempt--;
    this.#endWithoutRetry(task);
  }

  /** Nothing that waits is going to begin. */
  stopWaiting(): void {
    for (const task of this.#walk.ready.drain()) this.neverBegun(task);
    for (const timer of this.#retries.values()) timer.cancel();
    for (const task of this.#retries.keys()) this.#endWithoutRetry(task);
    this.#retries.clear();
  }

  /** @param error What was caught, if anything. */
  #succeed(task: LiveTask, kept: Kept[], next: Taken, error: ErrorRecord | null) {
    const status = error === null ? "succeeded" : "caught";
    task.status = status;
    task.next = next;
    this.counts[status]++;
    this.#context.committer.add(
      endChange(this.#context, task, error === null ? "succeeded" : "failed", kept, error),
    );
    const duration = task.finished! - task.started!;
    if (error === null) this.#reports.tell(task, { type: "task_succeeded", duration });
    else this.#reports.tell(task, { type: "task_caught", duration, error });
    if (hasStaged(kept)) this.#context.committer.flush();
    if (this.#listener.isEnding || this.#context.settings.onlyTask !== null) return;
    const split = this.#walk.follow(task, next, kept);
    if (split === null) return;
    const target = next.targets[0]!;
    this.#reports.tell(task, { type: "foreach_started", target, size: split.size });
  }

  #retry(task: LiveTask, error: ErrorRecord, kept: Kept[], judge: boolean) {
    const delay = retryDelay(this.#context.plans.get(task.step)!.policy.retry!, task.attempt);
    task.status = "queued";
    this.#context.committer.add(endChange(this.#context, task, "failed", kept, error));
    this.#reports.tell(task, { type: "attempt_failed", error, retryIn: delay });
    const timer = new Timer(delay, () => {
      this.#retries.delete(task);
      task.attempt++;
      task.judge = judge ? error : null;
      task.finished = null;
      this.#walk.ready.add(task);
      this.#listener.dispatch();
    });
    this.#retries.set(task, timer);
  }

  /** A task has failed for good. */
  #giveUp(task: LiveTask, kept: Kept[], error: ErrorRecord) {
    task.status = "failed";
    task.next = null;
    this.counts.failed++;
    const { run, settings } = this.#context;
    this.firstError ??= { ...error, step: task.step, task: `${run}/${task.step}/${task.number}` };
    this.#context.committer.add(endChange(this.#context, task, "failed", kept, error));
    this.#reports.tell(task, { type: "task_failed", error });
    for (let split = task.split; split !== null; split = split.outer) split.lost++;
    if (!settings.keepGoing && !this.#listener.isEnding) this.#listener.gaveUp();
  }

  /** It was to be tried again, and will not be: its last attempt stands. */
  #endWithoutRetry(task: LiveTask) {
    task.status = "cancelled";
    this.counts.cancelled++;
    const row = taskRow(task);
    this.#context.committer.add((writer) => writer.task(row));
    this.#reports.tell(task, { type: "task_cancelled" });
  }

  /** A value that the scheduler itself gives an artifact. */
  #keepValue(name: string, value: unknown): Kept {
    const { kind, bytes } = encode(value);
    const digest = digestSync(bytes, this.#context.objects.algorithm);
    const ref = { digest, kind, size: bytes.length };
    if (bytes.length <= TINY_MAX) {
      return { name, ref: { ...ref, data: bytes }, bytes: null, staged: null };
    }
    this.#context.small.add(digest, bytes);
    return { name, ref, bytes, staged: null };
  }
}

/** What a caught failure goes on with: the step's own way on, where it has just one. */
function ownTransition(transition: { kind: string; target?: string; targets?: string[] }) {
  switch (transition.kind) {
    case "end":
      return { kind: "end", targets: [] } as Taken;
    case "linear":
      return { kind: "linear", targets: [transition.target!] } as Taken;
    case "branch":
      return { kind: "branch", targets: transition.targets! } as Taken;
    default:
      return null;
  }
}
