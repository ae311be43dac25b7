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
import { targetsOf } from "../../graph/targets.ts";
import type { RunEvent, TaskCounts } from "../events.ts";
import type { EndCause } from "../pool/executor_process.ts";
import type { MarkedText } from "../protocol/log_marks.ts";
import type { FromExecutor, KeptRef } from "../protocol/messages.ts";
import { answer } from "./answers.ts";
import { AttemptLogs, type LogPiece } from "./attempt_logs.ts";
import { extendTable, type LiveTask, type OpenSplit } from "./live_task.ts";
import { ReadyQueue } from "./ready_queue.ts";
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
import { ForeachSource, joinSeed, openSplit, partSeed, type TaskSeed } from "./splits.ts";
import { StepExecutor } from "./step_executor.ts";
import { deepestFirst, type StepPlan } from "./step_plan.ts";
import { TaskMessages } from "./task_messages.ts";

type Finished = Extract<FromExecutor, { t: "finished" }>;
type Failed = Extract<FromExecutor, { t: "failed" }>;

/** Milliseconds that running tasks have to end after a failure elsewhere. */
const FAILURE_GRACE = 5000;
/** Milliseconds that a task has to end after its `signal` has fired. */
const ABORT_GRACE = 1000;
const TIMEOUT_GRACE = 250;
/** Executors kept besides two for each slot, so that steps in turn need not start anew. */
const IDLE_KEPT = 2;
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
  #context: RunContext;
  #ready: ReadyQueue;
  #executors = new Set<StepExecutor>();
  #retries = new Map<LiveTask, ReturnType<typeof setTimeout>>();
  #number: number;
  /** Numbers pieces of logs: no two are equal, also where an attempt has run twice. */
  #logPieces = 0;
  #counts: Record<EndStatus, number> = {
    succeeded: 0,
    caught: 0,
    failed: 0,
    cancelled: 0,
  };
  #firstError: Ending["error"] = null;
  /** No more tasks are begun: something failed, or the run is cancelled. */
  #ending: "failure" | "cancel" | null = null;
  #graceTimer: ReturnType<typeof setTimeout> | undefined;
  #settle!: (ending: Ending) => void;
  #done = false;
  #dispatching = false;
  /** Resolves when nothing runs and nothing can follow. */
  readonly ended: Promise<Ending>;

  /** @param lastNumber The highest number of a task that the run has already. */
  constructor(context: RunContext, lastNumber = 0) {
    this.#context = context;
    this.#number = lastNumber;
    this.#ready = new ReadyQueue(deepestFirst(context.graph));
    this.ended = new Promise((settle) => this.#settle = settle);
  }

  /** Makes the first task. */
  begin(): void {
    const { graph, root } = this.#context;
    this.enqueue({
      step: graph.start,
      parent: null,
      parents: null,
      closes: null,
      split: null,
      splitIndex: 0,
      levels: [],
      table: root,
    });
  }

  /** Makes a task and lets it wait for a slot. */
  enqueue(seed: TaskSeed, number?: number): void {
    this.#ready.add(this.#make(seed, number));
  }

  /** Lets the parts of a foreach wait for slots. */
  enqueueForeach(split: OpenSplit, step: string, skip?: ReadonlySet<number>): void {
    const make = (seed: TaskSeed) => this.#make(seed);
    this.#ready.addSource(new ForeachSource(this.#context, split, step, make, skip));
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
    clearTimeout(this.#graceTimer);
    this.#abortAll("The run was cancelled");
    this.#graceTimer = setTimeout(() => this.#killAll(cancelled()), ABORT_GRACE);
    this.#endIfDone();
  }

  /** Ends everything at once. */
  kill(): void {
    this.cancel();
    this.#killAll(cancelled());
  }

  /** The run cannot go on: the store cannot be written, say. */
  fail(error: ErrorRecord): void {
    this.#firstError ??= error;
    this.#ending ??= "failure";
    this.#stopWaiting();
    this.#killAll({ type: "cancelled", message: error.message });
    this.#endIfDone();
  }

  /** Lets idle executors go. */
  async close(): Promise<void> {
    clearTimeout(this.#graceTimer);
    const gone = [...this.#executors].map((executor) => {
      executor.process.stop();
      return executor.process.gone;
    });
    await Promise.all(gone);
  }

  #giveOut() {
    const outgoing = new Map<StepExecutor, TaskMessages>();
    for (const step of this.#ready.steps()) {
      let full = false;
      for (let task = this.#ready.take(step); task !== null; task = this.#ready.take(step)) {
        const executor = this.#executorFor(step);
        if (executor === null) {
          this.#ready.putBack(task);
          full = !this.#isServed(step);
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
    this.#warmUp();
  }

  /** Starts an executor for a step that is about to follow, so that its tasks need not wait. */
  #warmUp() {
    const { settings, plans } = this.#context;
    if (settings.isolation === "fresh" || settings.onlyTask !== null) return;
    if (this.#executors.size > 2 * settings.maxWorkers) return;
    const known = new Set<string>();
    const running: StepPlan[] = [];
    for (const executor of this.#executors) {
      if (executor.dead) continue;
      known.add(executor.step);
      if (executor.given.length > 0) running.push(executor.plan);
    }
    for (const plan of running) {
      for (const target of targetsOf(plan.step.transition)) {
        if (!known.has(target)) return void this.#spawn(plans.get(target)!);
      }
    }
  }

  /** Whether an executor works on tasks of the step. */
  #isServed(step: string): boolean {
    for (const executor of this.#executors) {
      if (executor.step === step && !executor.dead && executor.given.length > 0) return true;
    }
    return false;
  }

  /** An executor of the step that has room: the least laden, or a new one while there are slots. */
  #executorFor(step: string): StepExecutor | null {
    const plan = this.#context.plans.get(step)!;
    let best: StepExecutor | null = null;
    let load = 0;
    for (const executor of this.#executors) {
      if (executor.dead) continue;
      if (executor.given.length > 0) load += executor.plan.policy.cpu ?? 1;
      if (executor.step !== step || !executor.hasRoom) continue;
      if (best === null || executor.given.length < best.given.length) best = executor;
    }
    const fits = load === 0 ||
      load + (plan.policy.cpu ?? 1) <= this.#context.settings.maxWorkers;
    if (best !== null && best.given.length > 0) return fits ? this.#spawn(plan) : best;
    if (!fits) return null;
    return best ?? this.#spawn(plan);
  }

  /** Lets executors go that have nothing to do, the longest idle first, to make room for others. */
  #dismissIdle() {
    const { maxWorkers } = this.#context.settings;
    let surplus = this.#executors.size - (2 * maxWorkers + IDLE_KEPT);
    for (const executor of this.#executors) {
      if (surplus < 0) return;
      if (executor.dead || executor.given.length > 0) continue;
      this.#retire(executor);
      surplus--;
    }
  }

  #retire(executor: StepExecutor) {
    executor.dead = true;
    executor.process.stop();
  }

  #spawn(plan: StepPlan): StepExecutor {
    const { settings } = this.#context;
    this.#dismissIdle();
    const process = this.#context.spawn(plan);
    const logs = new AttemptLogs(settings.maxLogSize, this.#context.secretsOf(plan));
    const executor = new StepExecutor(plan, process, logs);
    this.#executors.add(executor);
    process.listen({
      message: (message, payload) => this.#hear(executor, message, payload),
      output: (stream, pieces) => this.#hearOutput(executor, stream, pieces),
      ended: (cause) => this.#executorEnded(executor, cause),
    });
    process.send([this.#context.load(plan, process)]);
    const limit = plan.policy.memory;
    if (limit !== undefined) this.#watchMemory(executor, limit);
    return executor;
  }

  #watchMemory(executor: StepExecutor, limit: number) {
    const { memoryWatch } = this.#context;
    const watched = {
      pid: executor.process.pid,
      withOthers: executor.process.spec.strict || executor.process.spec.rights.run !== false,
      limit,
      exceeded: (megabytes: number) => {
        executor.process.kill({
          type: "memory",
          message: `Step "${executor.step}" held ${megabytes} MB, more than its ${limit} MB`,
          hint: "Give it more with @resources({ memory: … }) (megabytes), or hold less at once.",
        });
      },
    };
    memoryWatch.add(watched);
    void executor.process.gone.then(() => memoryWatch.remove(watched));
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
    if (executor.given.length === 1) this.#headBegins(executor);
  }

  /** The first task of the executor runs from now on. */
  #headBegins(executor: StepExecutor) {
    clearTimeout(executor.timer);
    clearTimeout(executor.straggler);
    const task = executor.given[0];
    executor.headSince = executor.ready && task !== undefined ? Date.now() : null;
    if (executor.headSince === null) return;
    const { timeout } = executor.plan.policy;
    if (timeout === undefined) return;
    executor.timer = setTimeout(() => this.#timeOut(executor, task!, timeout), timeout);
  }

  #timeOut(executor: StepExecutor, task: LiveTask, timeout: number) {
    if (executor.given[0] !== task) return;
    executor.timedOut = true;
    this.#recall(executor);
    executor.send([{ t: "abort", task: task.number, reason: "The step ran out of time" }]);
    executor.timer = setTimeout(
      () => executor.process.kill(timedOut(task, timeout)),
      TIMEOUT_GRACE,
    );
  }

  #hear(executor: StepExecutor, message: FromExecutor, payload: Uint8Array<ArrayBuffer>) {
    switch (message.t) {
      case "hello":
        return;
      case "ready":
        executor.ready = true;
        if (message.constants !== null) this.#recordConstants(message.constants, payload);
        return this.#headBegins(executor);
      case "unloadable":
        return this.#unloadable(executor, message.error);
      case "started":
        return this.#started(executor, message.task, message.time);
      case "items":
        return this.#takeItems(executor, message, payload);
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
    const kept = takeKept(this.#context, null, refs, payload);
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
    task.started = time;
    task.attemptSeen = true;
    const row = taskRow(task);
    this.#context.committer.add((writer) => {
      writer.task(row);
      writer.attempt({
        task: row.number,
        attempt: row.attempt,
        status: "running",
        started: time,
        finished: null,
        error: null,
      });
      if (task.parents !== null) writer.joinParents(row.number, task.parents);
    });
    this.#announce(executor, task);
    if (executor.given.length > 1) {
      executor.straggler = setTimeout(() => this.#recall(executor), STRAGGLER);
    }
  }

  #announce(executor: StepExecutor, task: LiveTask) {
    if (task.announced) return;
    task.announced = true;
    this.#tell(task, {
      type: "task_started",
      pid: executor.process.pid,
      time: task.started ?? Date.now(),
    });
  }

  /** Takes back what the executor has not begun: others may be free before it is. */
  #recall(executor: StepExecutor) {
    if (executor.given.length <= 1 || executor.recalling || executor.dead) return;
    executor.recalling = true;
    executor.send([{ t: "recall", tasks: executor.given.slice(1).map((task) => task.number) }]);
  }

  #recalled(executor: StepExecutor, numbers: number[]) {
    executor.recalling = false;
    executor.took(1000);
    const back = new Set(numbers);
    const kept = executor.given.filter((task) => !back.has(task.number));
    for (const task of executor.given.filter((one) => back.has(one.number)).reverse()) {
      task.status = "queued";
      if (this.#ending === null) this.#ready.putBack(task);
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
    this.#announce(executor, task);
    this.#headBegins(executor);
    if (this.#context.settings.isolation === "fresh") this.#retire(executor);
  }

  #finished(executor: StepExecutor, message: Finished, payload: Uint8Array<ArrayBuffer>) {
    const task = this.#headFor(executor, message);
    if (task === null) return;
    if (executor.timedOut) return this.#failTimedOut(executor, task, message, payload);
    this.#release(executor, message.started, message.finished);
    const kept = takeKept(this.#context, task, message.refs, payload);
    const lost = kept.find((one) => isLost(this.#context, one));
    if (lost !== undefined) this.#attemptFailed(task, lostValue(lost), kept, null);
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
    const problem = this.#checkNext(task, next);
    if (problem !== null) return this.#giveUp(task, kept, problem);
    task.status = status;
    task.next = next;
    this.#counts[status]++;
    this.#context.committer.add(
      endChange(this.#context, task, status === "caught" ? "failed" : status, kept, error),
    );
    const duration = task.finished! - task.started!;
    if (error === null) this.#tell(task, { type: "task_succeeded", duration });
    else this.#tell(task, { type: "task_caught", duration, error });
    if (hasStaged(kept)) this.#context.committer.flush();
    if (this.#ending === null && this.#context.settings.onlyTask === null) {
      this.#follow(task, next, kept);
    }
  }

  /** The transition taken must be one that the graph has: anything else never ran through a check. */
  #checkNext(task: LiveTask, next: Taken): ErrorRecord | null {
    const { transition } = this.#context.plans.get(task.step)!.step;
    const targets = new Set(next.targets);
    const fits = targetsOf(transition);
    // An implicit switch (several calls of `this.next`) reports the call that was made.
    const kind = transition.kind === "switch" && next.kind === "linear" ? "switch" : next.kind;
    const whole = kind === "branch" ? fits.length === targets.size : targets.size <= 1;
    if (
      kind === transition.kind && whole && (fits.length === 0) === (targets.size === 0) &&
      next.targets.every((target) => fits.includes(target))
    ) return null;
    return {
      name: "TransitionError",
      message: `Step "${task.step}" went on to ${next.targets.join(", ") || "nothing"} ` +
        `(${next.kind}), which its source does not say`,
      stack: "",
      type: "transition",
      hint: "Call this.next(…) directly in the step, with the steps by name.",
    };
  }

  /** Makes what comes after a finished task. */
  #follow(task: LiveTask, next: Taken, kept: readonly Kept[]) {
    if (next.kind === "end") return;
    const target = next.targets[0]!;
    const isJoin = this.#context.plans.get(target)!.step.join;
    if (isJoin && next.kind !== "foreach" && next.kind !== "branch") {
      return this.arrive(task, target);
    }
    const own = kept.map(({ name, ref }) => [name, ref] as const);
    const table = extendTable(task.table, own);
    if (next.kind === "foreach") {
      // The parts read their items from the database.
      this.#context.committer.flush();
      const split = openSplit(task, next, table);
      this.#tell(task, { type: "foreach_started", target, size: split.size });
      return this.enqueueForeach(split, target);
    }
    if (next.kind === "branch") {
      const split = openSplit(task, next, table);
      next.targets.forEach((target, at) => this.enqueue(partSeed(split, target, at, null)));
      return;
    }
    this.enqueue({
      step: target,
      parent: task.number,
      parents: null,
      closes: null,
      split: task.split,
      splitIndex: task.splitIndex,
      levels: task.levels,
      table,
    });
  }

  /** A task has reached a join; the join is made when all parts of its split have. */
  arrive(task: Pick<LiveTask, "number" | "split" | "splitIndex">, join: string): void {
    const { split } = task;
    if (split === null) return;
    if (split.arrivals[task.splitIndex] === 0) split.arrived++;
    split.arrivals[task.splitIndex] = task.number;
    if (split.arrived < split.size) return;
    this.enqueue(joinSeed(split, join, this.#context.root));
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
        this.#tell(task, { type: "attempt_failed", error });
        const { name, message, stack, type } = error;
        const failure = this.#keepValue(policy.catchAs, { name, message, stack, type });
        const others = kept.filter((one) => one.name !== policy.catchAs);
        return this.#succeed(task, "caught", [...others, failure], next, error);
      }
    }
    this.#tell(task, { type: "attempt_failed", error });
    this.#giveUp(task, kept, error);
  }

  #retry(task: LiveTask, error: ErrorRecord, kept: Kept[], judge: boolean) {
    const delay = retryDelay(this.#context.plans.get(task.step)!.policy.retry!, task.attempt);
    task.status = "queued";
    this.#context.committer.add(endChange(this.#context, task, "failed", kept, error));
    this.#tell(task, { type: "attempt_failed", error, retryIn: delay });
    const timer = setTimeout(() => {
      this.#retries.delete(task);
      task.attempt++;
      task.judge = judge ? error : null;
      task.finished = null;
      this.#ready.add(task);
      this.dispatch();
    }, delay);
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
    this.#tell(task, { type: "task_failed", error });
    for (let split = task.split; split !== null; split = split.outer) split.lost++;
    if (this.#context.settings.keepGoing || this.#ending !== null) return;
    this.#ending = "failure";
    this.#stopWaiting();
    for (const executor of this.#executors) this.#recall(executor);
    this.#graceTimer = setTimeout(() => {
      this.#abortAll("Another task has failed");
      this.#graceTimer = setTimeout(() => this.#killAll(cancelled()), ABORT_GRACE);
    }, FAILURE_GRACE);
  }

  #cancelTask(task: LiveTask) {
    task.status = "cancelled";
    task.finished ??= Date.now();
    this.#counts.cancelled++;
    this.#context.committer.add(endChange(this.#context, task, "cancelled", [], null));
    this.#tell(task, { type: "task_cancelled" });
  }

  #unloadable(executor: StepExecutor, error: ErrorRecord) {
    const task = executor.given[0];
    if (task === undefined) return;
    executor.given.shift();
    task.started ??= Date.now();
    task.finished = Date.now();
    this.#announce(executor, task);
    this.#retireAtOnce(executor);
    this.#attemptFailed(task, error, [], null);
    this.dispatch();
  }

  #executorEnded(executor: StepExecutor, cause: EndCause) {
    executor.dead = true;
    this.#executors.delete(executor);
    clearTimeout(executor.timer);
    clearTimeout(executor.straggler);
    this.#keepLog(executor, executor.logs.end());
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
      this.#announce(executor, task);
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
    this.#retire(executor);
  }

  /** What the executor had not begun waits again. */
  #requeue(executor: StepExecutor) {
    for (const task of executor.given.splice(0).reverse()) {
      task.status = "queued";
      if (this.#ending === null) this.#ready.putBack(task);
    }
  }

  #hearOutput(executor: StepExecutor, stream: 1 | 2, pieces: MarkedText[]) {
    for (const piece of pieces) {
      if (!executor.mayPrintFor(piece)) {
        // Printed while the flow was loaded, say: it belongs to whoever is first.
        const head = executor.given[0];
        if (head === undefined) continue;
        piece.task = head.number;
        piece.attempt = head.attempt;
      }
      this.#keepLog(executor, executor.logs.take(stream, piece));
    }
  }

  #keepLog(executor: StepExecutor, pieces: LogPiece[]) {
    const time = Date.now();
    const { committer, run } = this.#context;
    for (const { task, attempt, stream, text } of pieces) {
      const seq = this.#logPieces++;
      committer.add((writer) => writer.log(task, attempt, seq, stream, time, text));
      committer.tell({
        type: "log",
        time,
        run,
        step: executor.step,
        task: String(task),
        attempt,
        stream: stream === 1 ? "stdout" : stream === 2 ? "stderr" : "flow",
        text,
      });
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

  #make(seed: TaskSeed, number?: number): LiveTask {
    return {
      ...seed,
      number: number ?? ++this.#number,
      created: Date.now(),
      status: "queued",
      attempt: 1,
      started: null,
      finished: null,
      next: null,
      announced: false,
      items: 0,
      attemptSeen: false,
      judge: null,
      merged: null,
    };
  }

  #stopWaiting() {
    this.#ready.drain();
    for (const timer of this.#retries.values()) clearTimeout(timer);
    for (const task of this.#retries.keys()) this.#endWithoutRetry(task);
    this.#retries.clear();
  }

  /** It was to be tried again, and will not be: its last attempt stands. */
  #endWithoutRetry(task: LiveTask) {
    task.status = "cancelled";
    this.#counts.cancelled++;
    const row = taskRow(task);
    this.#context.committer.add((writer) => writer.task(row));
    this.#tell(task, { type: "task_cancelled" });
  }

  #abortAll(reason: string) {
    for (const executor of this.#executors) {
      const task = executor.given[0];
      this.#recall(executor);
      if (task !== undefined) executor.send([{ t: "abort", task: task.number, reason }]);
    }
  }

  #killAll(cause: EndCause) {
    for (const executor of this.#executors) {
      if (executor.given.length > 0) executor.process.kill(cause);
    }
  }

  #endIfDone() {
    if (this.#done || this.#retries.size > 0) return;
    for (const executor of this.#executors) if (executor.given.length > 0) return;
    if (this.#ending === null && !this.#ready.isEmpty) return;
    this.#done = true;
    clearTimeout(this.#graceTimer);
    const status = this.#ending === "cancel"
      ? "cancelled"
      : this.#counts.failed > 0 || this.#firstError !== null
      ? "failed"
      : "succeeded";
    this.#settle({ status, error: this.#firstError, tasks: this.#counts });
  }

  #tell(task: LiveTask, event: TaskEvent) {
    this.#context.committer.tell({
      time: Date.now(),
      ...event,
      run: this.#context.run,
      step: task.step,
      task: String(task.number),
      attempt: task.attempt,
    } as RunEvent);
  }
}

type TaskFields = "run" | "step" | "task" | "attempt" | "time";
type TaskEvent = RunEvent extends infer E
  ? E extends { task: string; type: string } ? Omit<E, TaskFields> & { time?: number } : never
  : never;

function cancelled(): EndCause {
  return { type: "cancelled", message: "The run was cancelled" };
}

function timedOut(task: LiveTask, timeout: number): EndCause {
  return {
    type: "timeout",
    message: `Step "${task.step}" took longer than its ${timeout / 1000} s`,
    hint: "Give it more time with @timeout, or pass current.signal on to what it waits for.",
  };
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
