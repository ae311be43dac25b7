import type { CardKind, CurrentValues } from "../../flow/current.ts";
import type { LoadMessage } from "../protocol/messages.ts";
import type { OutValue, TaskOrder } from "./messages.ts";
import type { Questions } from "./questions.ts";
import type { WorkerTaskHost } from "./task_host.ts";

/** What `current` says in one task. Most steps ask for little of it: it is made when asked for. */
export class CurrentTask implements CurrentValues {
  #order: TaskOrder;
  #load: LoadMessage;
  #host: WorkerTaskHost;
  #questions: Questions;
  #tempRoot: string;
  #keepCard: (card: OutValue) => void;
  #abort: AbortController | null = null;
  #aborted: string | null = null;
  #tempDir: string | null = null;

  constructor(
    order: TaskOrder,
    load: LoadMessage,
    host: WorkerTaskHost,
    questions: Questions,
    tempRoot: string,
    keepCard: (card: OutValue) => void,
  ) {
    this.#order = order;
    this.#load = load;
    this.#host = host;
    this.#questions = questions;
    this.#tempRoot = tempRoot;
    this.#keepCard = keepCard;
  }

  get flow() {
    return this.#load.current.flow;
  }

  get run() {
    return this.#load.current.run;
  }

  get step() {
    return this.#load.step;
  }

  get task() {
    return this.#order.task;
  }

  get attempt() {
    return this.#order.attempt;
  }

  get pathspec() {
    return `${this.run}/${this.step}/${this.task}`;
  }

  get parameters() {
    const parameters = {};
    for (const name of this.#load.parameters) {
      // An optional one has no value where none was given.
      const get = () => this.#host.kindOf(name) === null ? undefined : this.#host.read(name);
      Object.defineProperty(parameters, name, { enumerable: true, get });
    }
    return parameters;
  }

  /** As they are now: other steps, and people, may have changed them since the run began. */
  get tags() {
    return this.#askTags([], []);
  }

  get originRun() {
    return this.#load.current.originRun;
  }

  get project() {
    return this.#load.current.project;
  }

  get signal() {
    if (this.#abort === null) {
      this.#abort = new AbortController();
      if (this.#aborted !== null) this.abort(this.#aborted);
    }
    return this.#abort.signal;
  }

  /** Fires `signal`. */
  abort(reason: string): void {
    this.#aborted = reason;
    this.#abort?.abort(new DOMException(reason, "AbortError"));
  }

  get tempDir() {
    if (this.#tempDir === null) {
      this.#tempDir = `${this.#tempRoot}/${this.#order.task}-${this.#order.attempt}`;
      Deno.mkdirSync(this.#tempDir, { recursive: true });
    }
    return this.#tempDir;
  }

  /** A path below `tempDir` of the same content: `path` itself, or a copy. */
  adopt(path: string): string {
    const own = path.startsWith(`${this.tempDir}/`) && !path.includes("/../");
    if (own && !Deno.lstatSync(path).isSymlink) return path;
    const copy = `${this.tempDir}/kept-${crypto.randomUUID()}`;
    Deno.copyFileSync(path, copy);
    return copy;
  }

  /** The folder, if the task has asked for it. */
  get usedTempDir() {
    return this.#tempDir;
  }

  changeTag(change: "add" | "remove", tag: string): void {
    this.#askTags(change === "add" ? [tag] : [], change === "remove" ? [tag] : []);
  }

  keepCard(id: string, kind: CardKind, text: string): void {
    this.#keepCard({ name: id, kind, bytes: new TextEncoder().encode(text) });
  }

  #askTags(add: string[], remove: string[]): string[] {
    return this.#questions.now(this.#order.task, { of: "tag", add, remove }).header as string[];
  }
}
