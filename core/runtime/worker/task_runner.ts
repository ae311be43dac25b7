import type { ErrorRecord } from "../../../store/metadata/rows.ts";
import { setCurrent } from "../../flow/current.ts";
import { createTask, type FlowTask, type TaskInfo } from "../../flow/instance.ts";
import { setFileAccess } from "../../flow/kept_file.ts";
import type { FlowClass } from "../../flow/prepare.ts";
import type { LoadMessage } from "../protocol/messages.ts";
import { Timer } from "../timer.ts";
import { CurrentTask } from "./current_task.ts";
import { errorRecord } from "./error_record.ts";
import { WorkerInputs } from "./inputs.ts";
import { Leftovers } from "./leftovers.ts";
import { leftRejected, LooseErrors, thrownLoose } from "./loose_errors.ts";
import type { EndMessage, FromWorker, OutValue, TableEntry, TaskOrder } from "./messages.ts";
import { encodeNext, encodeOutcome } from "./outcome.ts";
import { nextTurn } from "./next_turn.ts";
import type { OutputMarks } from "./output.ts";
import type { Questions } from "./questions.ts";
import { Surroundings } from "./surroundings.ts";
import { WorkerTaskHost } from "./task_host.ts";

const EMPTY: ReadonlyMap<string, TableEntry> = new Map();

/** Runs tasks of one step, one after another. */
export class TaskRunner {
  #tables: ReadonlyMap<number, ReadonlyMap<string, TableEntry>>;
  #load: LoadMessage;
  #flowClass: FlowClass;
  #tempRoot: string;
  #questions: Questions;
  #marks: OutputMarks;
  #post: (message: FromWorker) => void;
  #leftovers = new Leftovers();
  /** Decoded parameters and configs: the same in all tasks. */
  #shared = new Map<string, unknown>();
  #current: CurrentTask | null = null;
  /** The task that has ended last, where it may have something to do still. */
  #ended: { current: CurrentTask; task: FlowTask } | null = null;
  #loose = new LooseErrors();
  /** After the others, whose own listeners stay. */
  #surroundings = new Surroundings();

  constructor(
    load: LoadMessage,
    flowClass: FlowClass,
    tables: ReadonlyMap<number, ReadonlyMap<string, TableEntry>>,
    tempRoot: string,
    questions: Questions,
    marks: OutputMarks,
    post: (message: FromWorker) => void,
  ) {
    this.#load = load;
    this.#flowClass = flowClass;
    this.#tables = tables;
    this.#tempRoot = tempRoot;
    this.#questions = questions;
    this.#marks = marks;
    this.#post = post;
    setFileAccess({
      materialise: (digest) => {
        const path = `${this.#current!.tempDir}/${digest.replace(":", "-")}`;
        questions.materialise(digest, path);
        return path;
      },
      adopt: (path) => this.#current!.adopt(path),
    });
  }

  /** The number of the task that runs; 0 between tasks. */
  get task(): number {
    return this.#current?.task ?? 0;
  }

  abort(task: number, reason: string): void {
    if (this.#current?.task === task) this.#current.abort(reason);
  }

  /**
   * Runs a task to its end.
   *
   * @param visible Make known at once which task runs, since others were given before it.
   */
  async run(order: TaskOrder, visible: boolean): Promise<EndMessage> {
    const load = this.#load;
    const started = Date.now();
    const thrown = this.#loose.begin();
    this.#marks.begin(order.task, order.attempt, load.permissions.run !== false, visible);
    const host = this.#hostOf(order);
    const keepCard = (card: OutValue) => {
      this.#post({ k: "card", task: order.task, attempt: order.attempt, card });
    };
    const current = new CurrentTask(
      order,
      load,
      host,
      this.#questions,
      this.#tempRoot,
      keepCard,
    );
    this.#current = current;
    setCurrent(current);
    const ends = () => {
      const { task, attempt } = order;
      const tempDir = current.usedTempDir;
      return { task, attempt, started, finished: Date.now(), tempDir };
    };
    let task: FlowTask | null = null;
    try {
      task = createTask(this.#flowClass, host, this.#infoOf(order));
      if (order.judge !== null && !task.retryable(asError(order.judge))) {
        return { k: "failed", ...ends(), values: [], error: order.judge, retry: false };
      }
      const running = task.run();
      const surfaced = await Promise.race([running, thrown.catch((reason) => ({ reason }))]);
      if (surfaced !== undefined) {
        // Its code may still run: nothing more of it counts.
        running.catch(() => {});
        const error = thrownLoose(surfaced.reason, load.step);
        return { k: "failed", ...ends(), ...this.#failure(error, task, host), abandoned: true };
      }
      // Rejections that nobody handles are told in the next turn.
      await nextTurn();
      const [rejection] = this.#loose.rejections();
      if (rejection !== undefined) throw leftRejected(rejection.reason, load.step);
      const outcome = task.outcome();
      const values = encodeOutcome(outcome, host);
      const next = await encodeNext(outcome.next, load.step, load.maxSplits, (from, items) => {
        const { task, attempt } = order;
        this.#post({ k: "items", task, attempt, from, values: items });
      });
      return { k: "done", ...ends(), values, next };
    } catch (error) {
      return { k: "failed", ...ends(), ...this.#failure(error, task, host) };
    } finally {
      if (task !== null && load.afterwards > 0) this.#ended = { current, task };
      this.#cleanUp();
    }
  }

  /** Does what a task that has just ended has to do then, as long as it may take. */
  async afterwards({ task, attempt }: TaskOrder): Promise<void> {
    const ended = this.#ended;
    this.#ended = null;
    if (ended !== null) {
      this.#current = ended.current;
      setCurrent(ended.current);
      const late = Promise.withResolvers<void>();
      const timer = new Timer(this.#load.afterwards, late.resolve);
      await Promise.race([ended.task.afterwards(), late.promise]);
      timer.cancel();
      this.#cleanUp();
    }
    this.#post({ k: "after", task, attempt });
  }

  /** Nothing of the task runs on. */
  #cleanUp() {
    this.#loose.end();
    this.#leftovers.clear();
    this.#surroundings.restore();
    this.#current = null;
    setCurrent(null);
  }

  #infoOf({ attempt }: TaskOrder): TaskInfo {
    const info = { attempt, shared: this.#shared };
    const { ownNext } = this.#load;
    return ownNext === null ? info : { ...info, ownNext };
  }

  #failure(
    error: unknown,
    task: FlowTask | null,
    host: WorkerTaskHost,
  ): { values: OutValue[]; error: ErrorRecord; retry: boolean | null } {
    const record = errorRecord(error, this.#load, this.#load.step);
    let values: OutValue[] = [];
    try {
      if (task !== null) values = encodeOutcome(task.outcome(), host);
    } catch {
      // What cannot be kept beside the failure is lost with it.
    }
    let retry: boolean | null = null;
    try {
      retry = task?.retryable(error) ?? null;
    } catch (problem) {
      record.stack += `\nThe predicate of @retry failed as well: ${problem}`;
    }
    return { values, error: record, retry };
  }

  #hostOf(order: TaskOrder): WorkerTaskHost {
    const { step, setBy, deletedBy, inputReads } = this.#load;
    const questions = this.#questions;
    const fetch = (entry: TableEntry) => questions.object(entry);
    let table = this.#tables.get(order.table) ?? EMPTY;
    let inputs: WorkerInputs | null = null;
    if (order.inputs !== null) {
      // A merge adds to what this task sees, and to no other's.
      const own = new Map(table);
      table = own;
      inputs = new WorkerInputs({
        length: order.inputs,
        reads: inputReads,
        ask: (ask) => questions.now(order.task, ask),
        fetch,
        merged(entries) {
          for (const [name, entry] of entries) own.set(name, entry);
        },
      });
    }
    return new WorkerTaskHost({
      step,
      table,
      frames: order.frames,
      inputs,
      fetch,
      setBy,
      deletedBy,
    });
  }
}

function asError(record: ErrorRecord): Error {
  const error = new Error(record.message);
  error.name = record.name;
  return Object.assign(error, { type: record.type, stack: record.stack });
}
