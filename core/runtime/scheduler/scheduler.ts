/**
 * Drives one run through its graph: makes tasks, gives them to executors, and takes what they
 * leave. It keeps in memory only what is under way; everything else is in the database, from which
 * a resumed run goes on.
 *
 * @module
 */

import type { ErrorRecord } from "../../../store/metadata/rows.ts";
import type { TaskCounts } from "../events.ts";
import { explainLostPackage } from "../run/dependencies.ts";
import type { EndCause } from "../pool/executor_process.ts";
import type { MarkedText } from "../protocol/log_marks.ts";
import type { FromExecutor, KeptRef } from "../protocol/messages.ts";
import { Timer } from "../timer.ts";
import { answer } from "./answers.ts";
import { keepCard } from "./attempt_cards.ts";
import { AttemptEnds, type EndStatus } from "./attempt_ends.ts";
import { ExecutorPool, timedOut } from "./executor_pool.ts";
import { GraphWalk } from "./graph_walk.ts";
import type { LiveTask } from "./live_task.ts";
import { isLost, lostValue, readKept, takeKept, writeObject } from "./results.ts";
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
  #ends: AttemptEnds;
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
    const isEnding = () => this.#ending !== null;
    this.#ends = new AttemptEnds(context, this.walk, this.#reports, {
      get isEnding() {
        return isEnding();
      },
      dispatch: () => this.dispatch(),
      gaveUp: () => this.#stopForFailure(),
    });
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
        ...this.#ends.retrying.map((task) => task.step),
      ],
    });
    this.ended = new Promise((settle) => this.#settle = settle);
  }

  /** Tasks that a resumed run has taken over. */
  count(counts: TaskCounts): void {
    for (const [status, count] of Object.entries(counts)) {
      this.#ends.counts[status as EndStatus] += count;
    }
  }

  get counts(): TaskCounts {
    return this.#ends.counts;
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
    this.#ends.stopWaiting();
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
    this.#ends.firstError ??= error;
    this.#ending ??= "failure";
    this.#ends.stopWaiting();
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
    else if (executor.given[0]!.attemptSeen) this.#watchStraggler(executor);
  }

  /** What waits behind a task that runs on goes elsewhere in a moment. */
  #watchStraggler(executor: StepExecutor) {
    if (executor.given.length < 2) return;
    executor.straggler ??= new Timer(STRAGGLER, () => {
      executor.straggler = null;
      this.#pool.recall(executor);
    });
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
    this.#watchStraggler(executor);
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
      else this.#ends.neverBegun(task);
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
    this.#ends.finished(task, takeKept(this.#context, task, message.refs, payload), message.next);
    this.dispatch();
  }

  #failed(executor: StepExecutor, message: Failed, payload: Uint8Array<ArrayBuffer>) {
    const task = this.#headFor(executor, message);
    if (task === null) return;
    if (executor.timedOut) return this.#failTimedOut(executor, task, message, payload);
    this.#release(executor, message.started, message.finished);
    if (message.last) this.#retireAtOnce(executor);
    const kept = takeKept(this.#context, task, message.refs, payload);
    if (this.#ending === "cancel") this.#ends.cancelled(task);
    else this.#ends.failed(task, message.error, kept, message.retry);
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
    this.#ends.failed(
      task,
      { name: "TimeoutError", stack: "", ...cause },
      takeKept(this.#context, task, message.refs, payload),
      null,
    );
    this.dispatch();
  }

  #unloadable(executor: StepExecutor, error: ErrorRecord) {
    const task = executor.given[0];
    if (task === undefined) return;
    executor.given.shift();
    task.started ??= Date.now();
    task.finished = Date.now();
    this.#reports.announce(executor, task);
    this.#retireAtOnce(executor);
    this.#ends.failed(task, error, [], null);
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
      if (cause.type === "cancelled" || this.#ending === "cancel") this.#ends.cancelled(task);
      else this.#ends.failed(task, { name, stack: "", ...cause }, [], null);
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
      else this.#ends.neverBegun(task);
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

  /** A task has failed for good: what runs has a moment to end, nothing else begins. */
  #stopForFailure() {
    this.#ending = "failure";
    this.#ends.stopWaiting();
    this.#pool.recallAll();
    this.#graceTimer = new Timer(FAILURE_GRACE, () => {
      this.#pool.abortAll("Another task has failed");
      this.#graceTimer = new Timer(ABORT_GRACE, () => this.#pool.killAll(cancelled()));
    });
  }

  #endIfDone() {
    if (this.#done || this.#ends.retrying.length > 0 || this.#pool.isBusy) return;
    if (this.#ending === null && !this.walk.ready.isEmpty) return;
    this.#done = true;
    this.#graceTimer?.cancel();
    const status = this.#ending === "cancel"
      ? "cancelled"
      : this.#ends.counts.failed > 0 || this.#ends.firstError !== null
      ? "failed"
      : "succeeded";
    this.#settle({ status, error: this.#ends.firstError, tasks: this.#ends.counts });
  }
}

/** Whether an executor is still busy with a task that has ended. */
function isLate({ late }: StepExecutor, message: { task: number; attempt: number }): boolean {
  return late?.number === message.task && late.attempt === message.attempt;
}

function cancelled(): EndCause {
  return { type: "cancelled", message: "The run was cancelled" };
}

function internalError(error: unknown): ErrorRecord {
  const { name, message, stack } = error as Error;
  return { name, message, stack: stack ?? "", type: "internal" };
}
