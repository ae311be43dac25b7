import { INLINE_MAX } from "../../../store/objects/layout.ts";
import { Payload } from "../protocol/frames.ts";
import type { NamedRef, TaskMessage, ToExecutor } from "../protocol/messages.ts";
import type { LiveTask } from "./live_task.ts";
import type { RunContext } from "./run_context.ts";
import type { StepExecutor } from "./step_executor.ts";

/** Bytes of artifacts that go along with a table: more is fetched when it is read. */
const ALONG = 1 << 20;

/** Puts together what an executor is sent to run tasks. */
export class TaskMessages {
  #context: RunContext;
  #messages: ToExecutor[] = [];
  #payload = new Payload();

  constructor(context: RunContext) {
    this.#context = context;
  }

  add(executor: StepExecutor, task: LiveTask): void {
    const { known, forget } = executor.learn(task.table);
    for (const table of forget) this.#messages.push({ t: "forget", table });
    if (!known) this.#addTable(executor, task);
    const message: TaskMessage = {
      t: "task",
      task: task.number,
      attempt: task.attempt,
      table: task.table.id,
      frames: task.levels.map(({ index, size, ref }) => {
        const plain = { digest: ref.digest, kind: ref.kind, size: ref.size };
        if (ref.size > INLINE_MAX) return { index, size, ref: plain };
        const piece = this.#payload.add(this.#context.small.bytesOf(ref));
        return { index, size, ref: plain, piece };
      }),
    };
    if (task.parents !== null) message.inputs = task.parents.length;
    if (task.judge !== null) message.judge = task.judge;
    this.#messages.push(message);
  }

  send(executor: StepExecutor): void {
    if (this.#messages.length === 0) return;
    executor.send(this.#messages, this.#payload);
    this.#messages = [];
    this.#payload = new Payload();
  }

  /** The table of what the task sees, with the values that its step is known to read. */
  #addTable(executor: StepExecutor, task: LiveTask) {
    const { reads, readsAny } = executor.plan;
    let along = 0;
    const refs: NamedRef[] = [];
    for (const [name, ref] of task.table.refs) {
      const named: NamedRef = { name, digest: ref.digest, kind: ref.kind, size: ref.size };
      if (ref.is !== undefined) named.is = ref.is;
      const wanted = reads.has(name) || readsAny;
      const small = wanted && ref.size <= INLINE_MAX && along + ref.size <= ALONG;
      if (small || ref.data !== undefined) {
        named.piece = this.#payload.add(this.#context.small.bytesOf(ref));
        along += ref.size;
      }
      refs.push(named);
    }
    this.#messages.push({ t: "table", id: task.table.id, refs });
  }
}
