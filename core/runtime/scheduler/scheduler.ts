/**
 * Drives one run through its graph: makes tasks, gives them to executors, and takes what they
 * leave. It keeps in memory only what is under way; everything else is in the database, from which
 * a resumed run goes on.
 *
 * @module
 */

import { type ErrorRecord, type Taken, TINY_MAX } from "../../../store/metadata/rows.ts";
import { encode } from "../../../store/objects/codec.ts";
import { digestSync } from "../../../store/objects/digest.ts";
import type { TaskCounts } from "../events.ts";
import { explainLostPackage } from "../run/dependencies.ts";
import type { EndCause } from "../pool/executor_process.ts";
import type { MarkedText } from "../protocol/log_marks.ts";
import type { FromExecutor, KeptRef } from "../protocol/messages.ts";
import { Timer } from "../timer.ts";
import { answer } from "./answers.ts";
import { keepCard } from "./attempt_cards.ts";
import { ExecutorPool, timedOut } from "./executor_pool.ts";
import { GraphWalk } from "./graph_walk.ts";
import type { LiveTask } from "./live_task.ts";
import {
  endChange,
  hasStaged,
  isLost,
  type Kept,
  lostValue,
  readKept,
  takeKept,
  taskRow,
  writeObject,
} from "./results.ts";
import { retryDelay } from "./retry_delay.ts";
import type { RunContext } from "./run_context.ts";
import type { StepExecutor } from "./step_executor.ts";
import { TaskMessages } from "./task_messages.ts";
import { TaskReports } from "./task_reports.ts";

type Finished = Extract<FromExecutor, { t: "finished" }>;
type Failed = Extract<FromExecutor, { t: "failed" }>;

/** Milliseconds that running tasks have to end after a failure elsewhere. */
const FAILURE_GRACE = 5000;
/** Milliseconds that a task has to end after its `signal` has fired. */
const ABORT_GRACE = 1000;
/** A task that runs longer than this must not hold up others that were sent after it. */
const STRAGGLER = 30;

type EndStatus = "succeeded" | "caught" | "failed" | "cancelled";

/** How a run has ended. */
export interface Ending {
  status: "succeeded" | "failed" | "cancelled";
  error: (ErrorRecord & { step?: string; task?: string }) | null;
  tasks: TaskCounts;
}

export class Scheduler {
  /** Makes tasks. */
  readonly walk: GraphWalk;
  #context: RunContext;
  #pool: ExecutorPool;
  #reports: TaskReports;
  #retries = new Map<LiveTask, Timer>();
  #counts: Record<EndStatus, number> = {
    succeeded: 0,
    caught: 0,
    failed: 0,
    cancelled: 0,
  };
  #firstError: Ending["error"] = null;
  /** No more tasks are begun: something failed, or the run is cancelled. */
  #ending: "failure" | "cancel" | null = null;
  #graceTimer: Timer | null = null;
  #settle!: (ending: Ending) => void;
  #done = false;
  #dispatching = false;
  /** Resolves when nothing runs and nothing can follow. */
  readonly ended: Promise<Ending>;

  /** @param lastNumber The highest number of a task that the run has already. */
  constructor(context: RunContext, lastNumber = 0) {
    this.#context = context;
    this.walk = new GraphWalk(context, lastNumber);
    this.#reports = new TaskReports(context);
    this.#pool = new ExecutorPool(context, {
      message: (executor, message, payload) => {
        try {
          this.#hear(executor, message, payload);
        } catch (error) {
          // A task may be lost with it: the run must not end as if all were well.
          this.fail(internalError(error));
        }
      },
      output: (executor, stream, pieces) => this.#hearOutput(executor, stream, pieces),
      ended: (executor, cause) => this.#executorEnded(executor, cause),
      waitingSteps: () => [
        ...this.walk.ready.steps(),
        ...[...this.#retries.keys()].map((task) => task.step),
      ],
    });
    this.ended = new Promise((settle) => this.#settle = settle);
  }

  /** Tasks that a resumed run has taken over. */
  count(counts: TaskCounts): void {
    for (const [status, count] of Object.entries(counts)) {
      this.#counts[status as EndStatus] += count;
    }
  }

  get counts(): TaskCounts {
    return this.#counts;
  }

  /** Gives work to executors as far as there are slots, once all that has just come is taken. */
  dispatch(): void {
    if (this.#dispatching || this.#done) return;
    this.#dispatching = true;
    queueMicrotask(() => {
      this.#dispatching = false;
      if (this.#done) return;
      try {
        if (this.#ending === null) this.#giveOut();
        this.#endIfDone();
      } catch (error) {
        this.fail(internalError(error));
      }
    });
  }

  /** Stops the run: running tasks hear of it by `current.signal` and have a moment to end. */
  cancel(): void {
    if (this.#ending === "cancel" || this.#done) return;
    this.#ending = "cancel";
    this.#stopWaiting();
    this.#graceTimer?.cancel();
    this.#pool.abortAll("The run was cancelled");
    this.#graceTimer = new Timer(ABORT_GRACE, () => this.#pool.killAll(cancelled()));
    this.#endIfDone();
  }

  /** Ends everything at once. */
  kill(): void {
    this.cancel();
    this.#pool.killAll(cancelled());
  }

  /** The run cannot go on: the store cannot be written, say. */
  fail(error: ErrorRecord): void {
    this.#firstError ??= error;
    this.#ending ??= "failure";
    this.#stopWaiting();
    this.#pool.killAll({ type: "cancelled", message: error.message });
    this.#endIfDone();
  }

  /** Lets idle executors go. */
  async close(): Promise<void> {
    this.#graceTimer?.cancel();
    await this.#pool.close();
  }

  #giveOut() {
    const outgoing = new Map<StepExecutor, TaskMessages>();
    for (const step of this.walk.ready.steps()) {
      let full = false;
      for (
        let task = this.walk.ready.take(step);
        task !== null;
        task = this.walk.ready.take(step)
      ) {
        const executor = this.#pool.executorFor(step, this.walk.ready.waiting(step));
        if (executor === null) {
          this.walk.ready.putBack(task);
          full = !this.#pool.isServed(step);
          break;
        }
        let messages = outgoing.get(executor);
        if (messages === undefined) {
          outgoing.set(executor, messages = new TaskMessages(this.#context));
        }
        this.#give(executor, task, messages);
      }
      // Steps nearer to the start get no more until this one has had a slot.
      if (full) break;
    }
    for (const [executor, messages] of outgoing) messages.send(executor);
    this.#pool.warmUp();
  }

  #give(executor: StepExecutor, task: LiveTask, messages: TaskMessages) {
    task.status = "running";
    task.started = null;
    task.announced = false;
    task.attemptSeen = false;
    task.items = 0;
    // The inputs of a join are read from the database.
    if (task.parents !== null) this.#context.committer.flush();
    executor.give(task);
    messages.add(executor, task);
    if (executor.given.length === 1) this.#pool.headBegins(executor);
  }

  #hear(executor: StepExecutor, message: FromExecutor, payload: Uint8Array<ArrayBuffer>) {
    switch (message.t) {
      case "hello":
        return;
      case "ready":
        executor.ready = true;
        // What is known from the source goes before what the flow's own decorators ask for.
        executor.plan.policy = { ...message.policy, ...executor.plan.policy };
        if (message.constants !== null) this.#recordConstants(message.constants, payload);
        return this.#pool.headBegins(executor);
      case "unloadable":
        return this.#unloadable(
          executor,
          explainLostPackage(this.#context.objects.dir, message.error),
        );
      case "started":
        return this.#started(executor, message.task, message.time);
      case "items":
        return this.#takeItems(executor, message, payload);
      case "card":
        return this.#takeCard(executor, message, payload);
      case "after":
        if (!isLate(executor, message)) return;
        this.#pool.lingered(executor);
        return this.dispatch();
      case "finished":
        return this.#finished(executor, message, payload);
      case "failed":
        return this.#failed(executor, message, payload);
      case "dying":
        executor.dead = true;
        return executor.process.kill(message.cause);
      case "recalled":
        return this.#recalled(executor, message.tasks);
      case "request": {
        const task = executor.given.find((one) => one.number === message.task);
        answer(this.#context, executor.plan, task, message.id, message.ask).then(
          ([reply, bytes]) => executor.send([reply], bytes),
          (error) => this.fail(internalError(error)),
        );
        return;
      }
    }
  }

  #recordConstants(refs: KeptRef[], payload: Uint8Array<ArrayBuffer>) {
    if (this.#context.constantsKnown) return;
    this.#context.constantsKnown = true;
    // Names of parameters and configs stand beside those of constants: no step may say those anew.
    const names = new Set(this.#context.graph.constants.map(({ name }) => name));
    const kept = takeKept(this.#context, null, refs, payload)
      .filter((value) => names.has(value.name) && !isLost(this.#context, value));
    this.#context.committer.add((writer) => {
      for (const value of kept) {
        writeObject(this.#context, writer, value);
        writer.artifact(0, value.name, value.ref);
      }
    });
  }

  #started(executor: StepExecutor, number: number, time: number) {
    const task = executor.given[0];
    if (task?.number !== number) return;
    this.#reports.begun(executor, task, time);
    if (executor.given.length > 1) {
      executor.straggler = new Timer(STRAGGLER, () => this.#pool.recall(executor));
    }
    // Others may have waited to see how long it takes.
    this.dispatch();
  }

  #recalled(executor: StepExecutor, numbers: number[]) {
    executor.recalling = false;
    executor.took(1000);
    const back = new Set(numbers);
    const kept = executor.given.filter((task) => !back.has(task.number));
    for (const task of executor.given.filter((one) => back.has(one.number)).reverse()) {
      task.status = "queued";
      if (this.#ending === null) this.walk.ready.putBack(task);
      else this.#neverBegun(task);
    }
    executor.given.splice(0, executor.given.length, ...kept);
    this.dispatch();
  }

  #takeItems(
    executor: StepExecutor,
    message: Extract<FromExecutor, { t: "items" }>,
    payload: Uint8Array<ArrayBuffer>,
  ) {
    const task = this.#headFor(executor, message);
    if (task === null) return;
    const kept = readKept(message.refs, payload);
    const lost = kept.find((one) => isLost(this.#context, one));
    if (lost !== undefined) return executor.process.kill(lostValue(lost));
    task.items = message.from + kept.length;
    this.#context.committer.add((writer) => {
      kept.forEach((value, at) => {
        writeObject(this.#context, writer, value);
        writer.item(message.task, message.from + at, value.ref);
      });
    });
  }

  #takeCard(
    executor: StepExecutor,
    message: Extract<FromExecutor, { t: "card" }>,
    payload: Uint8Array<ArrayBuffer>,
  ) {
    const task = this.#headFor(executor, message);
    if (task !== null) this.#reports.shows(executor, task);
    else if (!isLate(executor, message)) return;
    keepCard(this.#context, executor.plan, message, payload);
  }

  #headFor(executor: StepExecutor, message: { task: number; attempt: number }): LiveTask | null {
    const task = executor.given[0];
    return task?.number === message.task && task.attempt === message.attempt ? task : null;
  }

  /** The first task of the executor has ended. */
  #release(executor: StepExecutor, started: number, finished: number): void {
    const task = executor.given.shift()!;
    task.started ??= started;
    task.finished = finished;
    executor.took(finished - started);
    this.#reports.announce(executor, task);
    this.#pool.headBegins(executor);
    this.#pool.lingers(executor, task);
    if (this.#context.settings.isolation === "fresh" && executor.isIdle) {
      this.#pool.retire(executor);
    }
  }

  #finished(executor: StepExecutor, message: Finished, payload: Uint8Array<ArrayBuffer>) {
    const task = this.#headFor(executor, message);
    if (task === null) return;
    if (executor.timedOut) return this.#failTimedOut(executor, task, message, payload);
    this.#release(executor, message.started, message.finished);
    const kept = takeKept(this.#context, task, message.refs, payload);
    const lost = kept.find((one) => isLost(this.#context, one));
    const problem = lost === undefined ? this.walk.checkNext(task, message.next) : lostValue(lost);
    if (problem !== null) this.#attemptFailed(task, problem, kept, null);
    else {
      const { catchAs } = executor.plan.policy;
      if (catchAs !== undefined) kept.push(this.#keepValue(catchAs, undefined));
      this.#succeed(task, "succeeded", kept, message.next, null);
    }
    this.dispatch();
  }

  #succeed(
    task: LiveTask,
    status: "succeeded" | "caught",
    kept: Kept[],
    next: Taken,
    error: ErrorRecord | null,
  ) {
    task.status = status;
    task.next = next;
    this.#counts[status]++;
    this.#context.committer.add(
      endChange(this.#context, task, status === "caught" ? "failed" : status, kept, error),
    );
    const duration = task.finished! - task.started!;
    if (error === null) this.#reports.tell(task, { type: "task_succeeded", duration });
    else this.#reports.tell(task, { type: "task_caught", duration, error });
    if (hasStaged(kept)) this.#context.committer.flush();
    if (this.#ending === null && this.#context.settings.onlyTask === null) {
      const split = this.walk.follow(task, next, kept);
      if (split !== null) {
        const target = next.targets[0]!;
        this.#reports.tell(task, { type: "foreach_started", target, size: split.size });
      }
    }
  }

  #failed(executor: StepExecutor, message: Failed, payload: Uint8Array<ArrayBuffer>) {
    const task = this.#headFor(executor, message);
    if (task === null) return;
    if (executor.timedOut) return this.#failTimedOut(executor, task, message, payload);
    this.#release(executor, message.started, message.finished);
    if (message.last) this.#retireAtOnce(executor);
    const kept = takeKept(this.#context, task, message.refs, payload);
    if (this.#ending === "cancel") this.#cancelTask(task);
    else this.#attemptFailed(task, message.error, kept, message.retry);
    this.dispatch();
  }

  /** It has ended after its time was out: within the grace, so that what it had set is kept. */
  #failTimedOut(
    executor: StepExecutor,
    task: LiveTask,
    message: Finished | Failed,
    payload: Uint8Array<ArrayBuffer>,
  ) {
    this.#release(executor, message.started, message.finished);
    const cause = timedOut(task, executor.plan.policy.timeout!);
    this.#retireAtOnce(executor);
    this.#attemptFailed(
      task,
      { name: "TimeoutError", stack: "", ...cause },
      takeKept(this.#context, task, message.refs, payload),
      null,
    );
    this.dispatch();
  }

  #attemptFailed(task: LiveTask, error: ErrorRecord, left: Kept[], retry: boolean | null) {
    const { policy, step } = this.#context.plans.get(task.step)!;
    const kept = left.filter((one) => !isLost(this.#context, one));
    const final = error.type === "load";
    const again = this.#ending === null && !final && retry !== false &&
      task.attempt <= (policy.retry?.times ?? 0);
    if (again) return this.#retry(task, error, kept, retry === null);
    if (policy.catchAs !== undefined && !final && this.#ending === null) {
      const next = ownTransition(step.transition);
      if (next !== null) {
        this.#reports.tell(task, { type: "attempt_failed", error });
        const { name, message, stack, type } = error;
        const failure = this.#keepValue(policy.catchAs, { name, message, stack, type });
        const others = kept.filter((one) => one.name !== policy.catchAs);
        return this.#succeed(task, "caught", [...others, failure], next, error);
      }
    }
    this.#reports.tell(task, { type: "attempt_failed", error });
    this.#giveUp(task, kept, error);
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
      this.walk.ready.add(task);
      this.dispatch();
    });
    this.#retries.set(task, timer);
  }

  /** A task has failed for good. */
  #giveUp(task: LiveTask, kept: Kept[], error: ErrorRecord) {
    task.status = "failed";
    task.next = null;
    this.#counts.failed++;
    const { run } = this.#context;
    this.#firstError ??= { ...error, step: task.step, task: `${run}/${task.step}/${task.number}` };
    this.#context.committer.add(endChange(this.#context, task, "failed", kept, error));
    this.#reports.tell(task, { type: "task_failed", error });
    for (let split = task.split; split !== null; split = split.outer) split.lost++;
    if (this.#context.settings.keepGoing || this.#ending !== null) return;
    this.#ending = "failure";
    this.#stopWaiting();
    this.#pool.recallAll();
    this.#graceTimer = new Timer(FAILURE_GRACE, () => {
      this.#pool.abortAll("Another task has failed");
      this.#graceTimer = new Timer(ABORT_GRACE, () => this.#pool.killAll(cancelled()));
    });
  }

  #cancelTask(task: LiveTask) {
    task.status = "cancelled";
    task.finished ??= Date.now();
    this.#counts.cancelled++;
    this.#context.committer.add(endChange(this.#context, task, "cancelled", [], null));
    this.#reports.tell(task, { type: "task_cancelled" });
  }

  #unloadable(executor: StepExecutor, error: ErrorRecord) {
    const task = executor.given[0];
    if (task === undefined) return;
    executor.given.shift();
    task.started ??= Date.now();
    task.finished = Date.now();
    this.#reports.announce(executor, task);
    this.#retireAtOnce(executor);
    this.#attemptFailed(task, error, [], null);
    this.dispatch();
  }

  #executorEnded(executor: StepExecutor, cause: EndCause) {
    this.#pool.remove(executor);
    this.#reports.log(executor, executor.logs.end());
    // Short tasks that ended just before were not told of: they run again.
    const { lastSeen } = executor.process;
    const at = executor.given.findIndex((one) =>
      one.number === lastSeen.task && one.attempt === lastSeen.attempt
    );
    for (const { number, attempt } of executor.given.slice(0, Math.max(at, 0))) {
      this.#context.committer.add((writer) => writer.dropLog(number, attempt));
    }
    const [task] = executor.given.splice(Math.max(at, 0), 1);
    if (task !== undefined) {
      const now = Date.now();
      task.started ??= executor.headSince ?? now;
      task.finished = now;
      this.#reports.announce(executor, task);
      this.#requeue(executor);
      const name = cause.type === "timeout" ? "TimeoutError" : "ExecutorError";
      if (cause.type === "cancelled" || this.#ending === "cancel") this.#cancelTask(task);
      else this.#attemptFailed(task, { name, stack: "", ...cause }, [], null);
    }
    this.dispatch();
  }

  /** The executor can do no more: what it holds runs elsewhere. */
  #retireAtOnce(executor: StepExecutor) {
    this.#requeue(executor);
    this.#pool.retire(executor);
  }

  /** What the executor had not begun waits again. */
  #requeue(executor: StepExecutor) {
    for (const task of executor.given.splice(0).reverse()) {
      task.status = "queued";
      if (this.#ending === null) this.walk.ready.putBack(task);
      else this.#neverBegun(task);
    }
  }

  #hearOutput(executor: StepExecutor, stream: 1 | 2, pieces: MarkedText[]) {
    for (const piece of pieces) {
      if (executor.stepPrinting(piece) === null) {
        // Printed while the flow was loaded, say: it belongs to whoever is first.
        const head = executor.given[0];
        if (head === undefined) continue;
        piece.task = head.number;
        piece.attempt = head.attempt;
      }
      const printing = executor.given.find((one) =>
        one.number === piece.task && one.attempt === piece.attempt
      );
      if (printing !== undefined) this.#reports.shows(executor, printing);
      this.#reports.log(executor, executor.logs.take(stream, piece));
    }
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

  #stopWaiting() {
    for (const task of this.walk.ready.drain()) this.#neverBegun(task);
    for (const timer of this.#retries.values()) timer.cancel();
    for (const task of this.#retries.keys()) this.#endWithoutRetry(task);
    this.#retries.clear();
  }

  /** Its attempt is not going to begin; only a task that was seen before is in the database. */
  #neverBegun(task: LiveTask) {
    // It had begun with an executor that has died.
    if (task.announced) return this.#cancelTask(task);
    if (task.attempt === 1) return;
    task.attempt--;
    this.#endWithoutRetry(task);
  }

  /** It was to be tried again, and will not be: its last attempt stands. */
  #endWithoutRetry(task: LiveTask) {
    task.status = "cancelled";
    this.#counts.cancelled++;
    const row = taskRow(task);
    this.#context.committer.add((writer) => writer.task(row));
    this.#reports.tell(task, { type: "task_cancelled" });
  }

  #endIfDone() {
    if (this.#done || this.#retries.size > 0 || this.#pool.isBusy) return;
    if (this.#ending === null && !this.walk.ready.isEmpty) return;
    this.#done = true;
    this.#graceTimer?.cancel();
    const status = this.#ending === "cancel"
      ? "cancelled"
      : this.#counts.failed > 0 || this.#firstError !== null
      ? "failed"
      : "succeeded";
    this.#settle({ status, error: this.#firstError, tasks: this.#counts });
  }
}

/** Whether an executor is still busy with a task that has ended. */
function isLate({ late }: StepExecutor, message: { task: number; attempt: number }): boolean {
  return late?.number === message.task && late.attempt === message.attempt;
}

function cancelled(): EndCause {
  return { type: "cancelled", message: "The run was cancelled" };
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

function internalError(error: unknown): ErrorRecord {
  const { name, message, stack } = error as Error;
  return { name, message, stack: stack ?? "", type: "internal" };
}
