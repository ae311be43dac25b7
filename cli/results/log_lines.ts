import type { LogInfo, Reader, TaskInfo } from "../../core/client/reader.ts";
import { tasksOf } from "./step_view.ts";

/** A line of the log of a task. */
export interface LogLine {
  step: string;
  task: number;
  attempt: number;
  stream: LogInfo["stream"];
  /** When its beginning arrived, in milliseconds since 1970. */
  time: number;
  /** Without its line end. */
  text: string;
}

/** Whose log is meant: of a whole run where nothing is named. */
export interface LogOwner {
  step?: string;
  task?: number;
}

/** Which part of a log is meant. */
export interface LogSelection {
  /** All where null. */
  streams: readonly LogInfo["stream"][] | null;
  /** An attempt; else the last of each task. */
  attempt?: number;
}

const PAGE = 1000;
const POLL = 200;
const ENDED = ["succeeded", "caught", "failed", "cancelled"];

/** The logs of tasks, one after another by their numbers. */
export async function* logTasks(
  reader: Reader,
  run: string,
  owner: LogOwner,
  selection: LogSelection,
): AsyncGenerator<LogLine> {
  for await (const task of ownersOf(reader, run, owner)) {
    const log = new TaskLog(task, selection);
    yield* log.read(reader);
    yield* log.rest();
  }
}

/** The logs of tasks as they come, until the run or the task has ended. */
export async function* followRun(
  reader: Reader,
  run: string,
  owner: LogOwner,
  selection: LogSelection,
): AsyncGenerator<LogLine> {
  const [flow = "", number] = run.split("/");
  const open = new Map<number, TaskLog>();
  let after = 0;
  for (;;) {
    // Asked before the logs are read: what came in between is still seen.
    const status = (await reader.run(flow, Number(number)))?.status;
    for await (const task of ownersOf(reader, run, owner, after)) {
      open.set(task.number, new TaskLog(task, selection));
      after = task.number;
    }
    for (const [task, log] of open) {
      const info = await reader.task(run, task);
      yield* log.read(reader, info);
      if (info !== null && !ENDED.includes(info.status) && status === "running") continue;
      yield* log.rest();
      open.delete(task);
    }
    if (status !== "running" || (owner.task !== undefined && open.size === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
}

async function* ownersOf(
  reader: Reader,
  run: string,
  { step, task }: LogOwner,
  after = 0,
): AsyncGenerator<TaskInfo> {
  if (task === undefined) {
    yield* tasksOf(reader, run, { after, ...(step === undefined ? {} : { step }) });
    return;
  }
  const info = task > after ? await reader.task(run, task) : null;
  if (info !== null) yield info;
}

/** The log of one task, read on from where it was read to before. */
class TaskLog {
  readonly #task: TaskInfo;
  readonly #selection: LogSelection;
  #attempt: number;
  #after: number | undefined;
  /** What has no line end yet, by stream. */
  #begun = new Map<LogInfo["stream"], LogInfo>();

  constructor(task: TaskInfo, selection: LogSelection) {
    this.#task = task;
    this.#selection = selection;
    this.#attempt = selection.attempt ?? task.attempt;
  }

  /** @param now The task as it is now: a later attempt has a log of its own. */
  async *read(reader: Reader, now: TaskInfo | null = null): AsyncGenerator<LogLine> {
    yield* this.#readOn(reader);
    const latest = now?.attempt ?? this.#attempt;
    while (this.#selection.attempt === undefined && this.#attempt < latest) {
      yield* this.rest();
      this.#attempt++;
      this.#after = undefined;
      yield* this.#readOn(reader);
    }
  }

  /** What was printed last without a line end. */
  *rest(): Generator<LogLine> {
    for (const { stream, time, text } of this.#begun.values()) {
      if (text !== "") yield this.#line(stream, time, text);
    }
    this.#begun.clear();
  }

  async *#readOn(reader: Reader): AsyncGenerator<LogLine> {
    const { run, number } = this.#task;
    for (;;) {
      const after = this.#after === undefined ? {} : { after: this.#after };
      const query = { attempt: this.#attempt, limit: PAGE, ...after };
      const page = await reader.logs(run, number, query);
      for (const piece of page) yield* this.#linesOf(piece);
      this.#after = page.at(-1)?.seq ?? this.#after;
      if (page.length < PAGE) return;
    }
  }

  *#linesOf(piece: LogInfo): Generator<LogLine> {
    const { streams } = this.#selection;
    if (streams !== null && !streams.includes(piece.stream)) return;
    const begun = this.#begun.get(piece.stream);
    const lines = ((begun?.text ?? "") + piece.text).split("\n");
    const rest = lines.pop()!;
    let time = begun && begun.text !== "" ? begun.time : piece.time;
    for (const text of lines) {
      yield this.#line(piece.stream, time, text);
      time = piece.time;
    }
    this.#begun.set(piece.stream, { ...piece, time, text: rest });
  }

  #line(stream: LogInfo["stream"], time: number, text: string): LogLine {
    const { step, number } = this.#task;
    return { step, task: number, attempt: this.#attempt, stream, time, text };
  }
}
