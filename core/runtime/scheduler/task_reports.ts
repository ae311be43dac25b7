import type { RunEvent } from "../events.ts";
import type { LogPiece } from "./attempt_logs.ts";
import type { LiveTask } from "./live_task.ts";
import { declareCards, taskRow } from "./results.ts";
import type { RunContext } from "./run_context.ts";
import type { StepExecutor } from "./step_executor.ts";

type TaskFields = "run" | "step" | "task" | "attempt" | "time";

/** An event about one task, without what the task itself says. */
export type TaskEvent = RunEvent extends infer E
  ? E extends { task: string; type: string } ? Omit<E, TaskFields> & { time?: number } : never
  : never;

/** Tells and keeps what goes on: events about tasks, their beginning, and what they print. */
export class TaskReports {
  #context: RunContext;
  /** Numbers pieces of logs: no two are equal, also where an attempt has run twice. */
  #logPieces = 0;

  constructor(context: RunContext) {
    this.#context = context;
  }

  /** An event, told once all changes given before it are durable. */
  tell(task: LiveTask, event: TaskEvent): void {
    this.#context.committer.tell({
      time: Date.now(),
      ...event,
      run: this.#context.run,
      step: task.step,
      task: String(task.number),
      attempt: task.attempt,
    } as RunEvent);
  }

  /** The attempt is seen to run: from now on readers of the store see it too. */
  begun(executor: StepExecutor, task: LiveTask, time: number): void {
    task.started = time;
    task.attemptSeen = true;
    const row = taskRow(task);
    const { cards } = executor.plan.policy;
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
      declareCards(writer, cards, row.number, row.attempt);
    });
    this.announce(executor, task);
  }

  /** The attempt prints or shows something: whoever reads that finds the task that it is of. */
  shows(executor: StepExecutor, task: LiveTask): void {
    if (task.announced) return;
    const started = executor.headSince ?? Date.now();
    this.#context.committer.add((writer) => {
      // A task that has ended meanwhile is written with all that it left.
      if (task.finished === null) {
        writer.task({ ...taskRow(task), started: task.started ?? started });
      }
    });
    this.announce(executor, task);
  }

  /** Tells that the attempt has started, unless that was told. */
  announce(executor: StepExecutor, task: LiveTask): void {
    if (task.announced) return;
    task.announced = true;
    this.tell(task, {
      type: "task_started",
      pid: executor.process.pid,
      time: task.started ?? Date.now(),
    });
  }

  /** Keeps what an executor has printed. */
  log(executor: StepExecutor, pieces: LogPiece[]): void {
    const time = Date.now();
    const { committer, run } = this.#context;
    for (const { task, attempt, stream, text } of pieces) {
      const seq = this.#logPieces++;
      committer.add((writer) => writer.log(task, attempt, seq, stream, time, text));
      committer.tell({
        type: "log",
        time,
        run,
        step: executor.stepPrinting({ task, attempt }) ?? executor.step,
        task: String(task),
        attempt,
        stream: stream === 1 ? "stdout" : stream === 2 ? "stderr" : "flow",
        text,
      });
    }
  }
}
