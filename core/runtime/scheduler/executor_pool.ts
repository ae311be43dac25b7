import { targetsOf } from "../../graph/targets.ts";
import type { EndCause } from "../pool/executor_process.ts";
import type { MarkedText } from "../protocol/log_marks.ts";
import type { FromExecutor } from "../protocol/messages.ts";
import { AttemptLogs } from "./attempt_logs.ts";
import { Timer } from "../timer.ts";
import type { LiveTask } from "./live_task.ts";
import type { RunContext } from "./run_context.ts";
import { startPays } from "./start_pays.ts";
import { StepExecutor } from "./step_executor.ts";
import type { StepPlan } from "./step_plan.ts";

/** Executors kept besides two for each slot, so that steps in turn need not start anew. */
const IDLE_KEPT = 2;
/** Milliseconds that the executor has to end by itself what is late. */
const LATE_GRACE = 500;
/** Milliseconds that a task has to end after its time was out. */
const TIMEOUT_GRACE = 1000;

/** Who hears the executors of a pool. */
export interface PoolListener {
  message(
    executor: StepExecutor,
    message: FromExecutor,
    payload: Uint8Array<ArrayBuffer>,
  ): void;
  output(executor: StepExecutor, stream: 1 | 2, pieces: MarkedText[]): void;
  ended(executor: StepExecutor, cause: EndCause): void;
  /** Steps with tasks that wait, for a slot or to be tried again. */
  waitingSteps(): string[];
}

/** The executors of a run: which there are, who works for which step, and their limits. */
export class ExecutorPool {
  #context: RunContext;
  #listener: PoolListener;
  #executors = new Set<StepExecutor>();

  constructor(context: RunContext, listener: PoolListener) {
    this.#context = context;
    this.#listener = listener;
  }

  /** Whether any executor has a task, or something to do after one. */
  get isBusy(): boolean {
    for (const executor of this.#executors) if (!executor.isIdle) return true;
    return false;
  }

  /**
   * An executor of the step that has room: the least laden, or a new one while there are slots and
   * enough to do.
   *
   * @param waiting Tasks of the step that wait, besides the one to be given out.
   */
  executorFor(step: string, waiting: number): StepExecutor | null {
    const plan = this.#context.plans.get(step)!;
    const peers: StepExecutor[] = [];
    let best: StepExecutor | null = null;
    let load = 0;
    for (const executor of this.#executors) {
      if (executor.dead) continue;
      if (executor.given.length > 0) load += executor.plan.policy.cpu ?? 1;
      if (executor.step !== step) continue;
      peers.push(executor);
      if (!executor.hasRoom) continue;
      if (best === null || executor.given.length < best.given.length) best = executor;
    }
    const fits = load === 0 ||
      load + (plan.policy.cpu ?? 1) <= this.#context.settings.maxWorkers;
    if (best?.given.length === 0) return fits ? best : null;
    const isWarm = this.#context.settings.isolation === "warm";
    if (!fits || isWarm && !startPays(peers, waiting + 1)) return best;
    const heir = this.#passOn(plan);
    if (heir !== null) return heir;
    if (best === null && this.#context.settings.oneProcess && this.#executors.size > 0) {
      // It is asked again once they are gone.
      this.#dismissIdle(0);
      return null;
    }
    return this.#spawn(plan);
  }

  /** Whether an executor works on tasks of the step. */
  isServed(step: string): boolean {
    for (const executor of this.#executors) {
      if (executor.step === step && !executor.dead && executor.given.length > 0) return true;
    }
    return false;
  }

  /**
   * Gets ready for steps that are about to follow, so that their tasks need not wait: an executor
   * that will then be free makes a Worker ahead, or a new one starts.
   */
  warmUp(): void {
    const { settings, plans } = this.#context;
    const { isolation, onlyTask, oneProcess } = settings;
    if (isolation === "fresh" || onlyTask !== null || oneProcess) return;
    const known = new Set<string>();
    const running: StepExecutor[] = [];
    for (const executor of this.#executors) {
      if (executor.dead) continue;
      known.add(executor.step);
      if (executor.promisedTo !== null) known.add(executor.promisedTo);
      if (executor.given.length > 0) running.push(executor);
    }
    for (const executor of running) {
      for (const target of targetsOf(executor.plan.step.transition)) {
        if (known.has(target)) continue;
        const plan = plans.get(target)!;
        if (executor.promisedTo === null && this.#context.passesOn(executor.process, plan)) {
          // A join begins when all of the step's tasks have ended, so that one of them is free.
          if (!this.#isOver(executor.step)) {
            if (plan.step.join) continue;
          } else {
            executor.promisedTo = target;
            executor.send([{ t: "spare" }]);
            known.add(target);
            continue;
          }
        }
        if (this.#executors.size <= 2 * settings.maxWorkers) this.#spawn(plan);
        return;
      }
    }
  }

  /** Binds an executor to a step whose own step needs it no more; null where there is none. */
  #passOn(plan: StepPlan): StepExecutor | null {
    if (this.#context.settings.isolation === "fresh") return null;
    let heir: StepExecutor | null = null;
    for (const executor of this.#executors) {
      const { dead, ready, recalling, isIdle, process } = executor;
      if (dead || !ready || recalling || !isIdle) continue;
      if (!this.#context.passesOn(process, plan)) continue;
      if (!this.#isOver(executor.step, plan.step.name)) continue;
      heir = executor;
      if (executor.promisedTo === plan.step.name) break;
    }
    if (heir === null) return null;
    heir.bind(plan);
    heir.send([this.#context.load(plan, heir.process)]);
    return heir;
  }

  /**
   * Whether a step gets no more tasks than it has.
   *
   * @param also A step of which a task is about to begin.
   */
  #isOver(step: string, also?: string): boolean {
    const { plans } = this.#context;
    const from = this.#listener.waitingSteps();
    if (also !== undefined) from.push(also);
    for (const executor of this.#executors) {
      if (executor.given.length === 0) continue;
      if (executor.step !== step) from.push(executor.step);
      else from.push(...targetsOf(executor.plan.step.transition));
    }
    const seen = new Set(from);
    for (const name of seen) {
      if (name === step) return false;
      for (const target of targetsOf(plans.get(name)!.step.transition)) seen.add(target);
    }
    return true;
  }

  #spawn(plan: StepPlan): StepExecutor {
    const { settings } = this.#context;
    this.#dismissIdle(2 * settings.maxWorkers + IDLE_KEPT);
    const process = this.#context.spawn(plan);
    const logs = new AttemptLogs(settings.maxLogSize, this.#context.secretsOf(plan));
    const executor = new StepExecutor(plan, process, logs);
    this.#executors.add(executor);
    process.listen({
      message: (message, payload) => this.#listener.message(executor, message, payload),
      output: (stream, pieces) => this.#listener.output(executor, stream, pieces),
      ended: (cause) => this.#listener.ended(executor, cause),
    });
    process.send([this.#context.load(plan, process)]);
    const limit = plan.policy.memory;
    if (limit !== undefined) this.#watchMemory(executor, limit);
    return executor;
  }

  /** Lets executors go that have nothing to do, the longest idle first, to make room for others. */
  #dismissIdle(kept: number) {
    let surplus = this.#executors.size - kept;
    for (const executor of this.#executors) {
      if (surplus < 0) return;
      if (executor.dead || !executor.isIdle) continue;
      this.retire(executor);
      surplus--;
    }
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

  /** A task has ended and may have something to do still: as long as its step allows. */
  lingers(executor: StepExecutor, { number, attempt }: LiveTask): void {
    const { policy } = executor.plan;
    const { afterwards } = policy;
    if (!afterwards || executor.dead) return;
    const timer = new Timer(afterwards + LATE_GRACE, () => {
      // What hangs once may hang each time.
      policy.afterwards = Math.ceil(afterwards / 2);
      executor.process.kill({ type: "cancelled", message: "It took too long after its end" });
    });
    executor.late = { number, attempt, timer };
  }

  /** Nothing is to be done after a task any more. */
  lingered(executor: StepExecutor): void {
    executor.late?.timer.cancel();
    executor.late = null;
    if (this.#context.settings.isolation === "fresh") this.retire(executor);
  }

  /** Ends the executor. */
  retire(executor: StepExecutor): void {
    executor.dead = true;
    executor.process.end();
  }

  /** The first task of the executor runs from now on. */
  headBegins(executor: StepExecutor): void {
    executor.timer?.cancel();
    executor.straggler?.cancel();
    executor.straggler = null;
    const task = executor.given[0];
    executor.headSince = executor.ready && task !== undefined ? Date.now() : null;
    if (executor.headSince === null) return;
    const { timeout } = executor.plan.policy;
    if (timeout === undefined) return;
    executor.timer = new Timer(timeout, () => this.#timeOut(executor, task!, timeout));
  }

  #timeOut(executor: StepExecutor, task: LiveTask, timeout: number) {
    if (executor.given[0] !== task) return;
    executor.timedOut = true;
    this.recall(executor);
    executor.send([{ t: "abort", task: task.number, reason: "The step ran out of time" }]);
    executor.timer = new Timer(TIMEOUT_GRACE, () => {
      executor.process.kill(timedOut(task, timeout));
    });
  }

  /** Takes back what the executor has not begun: others may be free before it is. */
  recall(executor: StepExecutor): void {
    if (executor.given.length <= 1 || executor.recalling || executor.dead) return;
    executor.recalling = true;
    executor.send([{ t: "recall", tasks: executor.given.slice(1).map((task) => task.number) }]);
  }

  /** Takes back from all what they have not begun. */
  recallAll(): void {
    for (const executor of this.#executors) this.recall(executor);
  }

  /** Fires `current.signal` in what runs. */
  abortAll(reason: string): void {
    for (const executor of this.#executors) {
      const task = executor.given[0];
      this.recall(executor);
      if (task === undefined) continue;
      if (executor.ready) executor.send([{ t: "abort", task: task.number, reason }]);
      // The flow is not loaded yet: nothing of the task has begun.
      else executor.process.kill({ type: "cancelled", message: reason });
    }
  }

  /** Ends the processes of what runs. */
  killAll(cause: EndCause): void {
    for (const executor of this.#executors) {
      if (!executor.isIdle) executor.process.kill(cause);
    }
  }

  /** The process of an executor is gone. */
  remove(executor: StepExecutor): void {
    executor.dead = true;
    this.#executors.delete(executor);
    executor.timer?.cancel();
    executor.straggler?.cancel();
    executor.late?.timer.cancel();
    executor.late = null;
  }

  /** Lets all go. */
  async close(): Promise<void> {
    await Promise.all([...this.#executors].map((executor) => {
      executor.process.end();
      return executor.process.gone;
    }));
  }
}

/** Why a task that ran out of time has failed. */
export function timedOut(task: LiveTask, timeout: number): EndCause {
  return {
    type: "timeout",
    message: `Step "${task.step}" took longer than its ${timeout / 1000} s`,
    hint: "Give it more time with @timeout, or pass current.signal on to what it waits for.",
  };
}
