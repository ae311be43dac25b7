/**
 * The half of an executor that the step's code cannot reach. It holds the connection to the
 * scheduler, reads and writes objects, and checks what the sandbox says.
 *
 * @module
 */

import type { ErrorRecord, Taken } from "../../../store/metadata/rows.ts";
import { FrameReader, FrameWriter } from "../protocol/frames.ts";
import type {
  Ask,
  FromExecutor,
  LoadMessage,
  TaskMessage,
  ToExecutor,
} from "../protocol/messages.ts";
import { Timer } from "../timer.ts";
import type { EndMessage } from "../worker/messages.ts";
import { createSharedMemory, SyncAnswerer } from "../worker/sync_channel.ts";
import { checkMessage } from "./check_message.ts";
import { MessageError } from "./check_value.ts";
import { InputsAhead } from "./inputs_ahead.ts";
import { Keeper } from "./keeper.ts";
import { ObjectSource } from "./object_source.ts";
import { Outbox } from "./outbox.ts";
import { Questions } from "./questions.ts";
import type { CreateSandbox, Sandbox } from "./sandbox.ts";
import type { ExecutorSettings } from "./settings.ts";
import { entryOf, orderOf } from "./task_order.ts";

/** Tasks given to the sandbox at a time: as many as take about this many milliseconds. */
const SANDBOX_AHEAD = 4;
const SANDBOX_MOST = 32;
/** Milliseconds after which a task that has not ended is reported as started. */
const REPORT_START = 2;

/**
 * Runs until the scheduler is gone.
 *
 * @param exit Ends the process.
 */
export async function runTrustedHalf(
  settings: ExecutorSettings,
  createSandbox: CreateSandbox,
  exit: (code: number) => void,
): Promise<void> {
  const connection = await Deno.connect({ transport: "unix", path: settings.socket });
  const half = new TrustedHalf(settings, createSandbox, connection, exit);
  const reader = new FrameReader();
  const buffer = new Uint8Array(256 * 1024);
  try {
    for (;;) {
      const count = await connection.read(buffer);
      if (count === null) break;
      for (const frame of reader.push(buffer.slice(0, count))) {
        for (const message of frame.header as ToExecutor[]) half.take(message, frame.payload);
      }
    }
  } finally {
    // Nothing of the step may outlive the scheduler.
    exit(0);
  }
}

/** A task that the sandbox has. */
interface Given {
  task: number;
  attempt: number;
  /** When it began; 0 while others are before it. */
  since: number;
  reported: boolean;
  /** Items of a foreach that it has given so far. */
  items: number;
}

class TrustedHalf {
  #exit: (code: number) => void;
  #settings: ExecutorSettings;
  #createSandbox: CreateSandbox;
  #outbox: Outbox;
  #objects: ObjectSource;
  #keeper: Keeper | null = null;
  #sandbox: Sandbox | null = null;
  #answerer: SyncAnswerer | null = null;
  #waiting: { message: TaskMessage; payload: Uint8Array<ArrayBuffer> }[] = [];
  /** The flow is loaded. */
  #ready = false;
  /** In the sandbox; the first is running. */
  #given: Given[] = [];
  #questions: Questions;
  #inputs: InputsAhead;
  /** A question for which the Worker waits has no answer yet. */
  #isAsked = false;
  /** What the sandbox says is taken in order, also where keeping a value takes time. */
  #chain: Promise<void> | null = null;
  /** The folder that the flow's code was taken from. */
  #sources = "";
  /** The scheduler has asked for the values of constants. */
  #wantsConstants = false;
  /** The most items that a foreach may have. */
  #maxSplits = 0;
  /** Milliseconds that tasks take here, on average. */
  #average = SANDBOX_AHEAD;
  /** When the last task ended: none begins before. */
  #lastEnd = Date.now();
  #startTimer: Timer | null = null;
  /** Nothing that the sandbox says counts any more. */
  #dead = false;

  constructor(
    settings: ExecutorSettings,
    createSandbox: CreateSandbox,
    connection: Deno.UnixConn,
    exit: (code: number) => void,
  ) {
    this.#exit = exit;
    this.#settings = settings;
    this.#createSandbox = createSandbox;
    this.#outbox = new Outbox(new FrameWriter(connection, () => exit(1)));
    this.#questions = new Questions(this.#outbox);
    this.#inputs = new InputsAhead((task, ask) => this.#questions.framed(task, ask));
    this.#objects = new ObjectSource(settings.store, (digest) => this.#questions.object(digest));
    this.#send({ t: "hello", token: settings.token, pid: Deno.pid });
    this.#outbox.flush();
  }

  take(message: ToExecutor, payload: Uint8Array<ArrayBuffer>): void {
    switch (message.t) {
      case "load":
        return this.#load(message);
      case "table":
        return this.#sandbox!.post({
          k: "table",
          id: message.id,
          entries: message.refs.map((ref) => [ref.name, entryOf(ref, payload)]),
        });
      case "forget":
        return this.#sandbox!.post({ k: "forget", table: message.table });
      case "task":
        this.#waiting.push({ message, payload });
        return this.#feed();
      case "recall":
        return this.#recall(new Set(message.tasks));
      case "abort":
        return this.#sandbox?.post({ k: "abort", task: message.task, reason: message.reason });
      case "answer":
        return this.#questions.answered(message, payload);
      case "resolve":
        return this.#sandbox!.post({ k: "resolve", given: message.given });
      case "hook":
        return this.#sandbox!.post({ k: "hook", run: message.run });
    }
  }

  #send(message: FromExecutor) {
    this.#outbox.add(message);
  }

  #load(load: LoadMessage) {
    for (const [name, value] of Object.entries(load.environment)) Deno.env.set(name, value);
    const secrets = load.secrets.map((name) => load.environment[name] ?? "");
    this.#keeper = new Keeper(this.#settings, load.storeDigest, secrets);
    this.#maxSplits = load.maxSplits;
    this.#wantsConstants = load.wantConstants;
    this.#sources = decodeURIComponent(new URL(load.sourceRoot).pathname);
    const memory = createSharedMemory();
    this.#answerer = new SyncAnswerer(memory);
    this.#sandbox = this.#createSandbox(load, {
      message: (message) => this.#hear(message),
      failed: (message) => this.#die(`The step's Worker failed: ${message}`, "error"),
    });
    const { environment: _, ...shown } = load;
    this.#sandbox.post({
      k: "load",
      load: { ...shown, environment: {} },
      memory,
      tempRoot: this.#settings.temp,
    });
  }

  /** Gives the sandbox what it has room for. */
  #feed() {
    if (!this.#ready) return;
    const room = this.#room - this.#given.length;
    // Half of what it may have at a time: so it always has more, and is told of more at once.
    if (this.#given.length === 0 || room >= this.#room / 2) {
      const orders = this.#waiting.splice(0, room).map(({ message, payload }) => {
        const { task, attempt } = message;
        this.#given.push({ task, attempt, since: 0, reported: false, items: 0 });
        return orderOf(message, payload);
      });
      if (orders.length > 0) this.#sandbox!.post({ k: "tasks", orders });
    }
    const head = this.#given[0];
    if (head === undefined || head.since > 0) return;
    head.since = Date.now();
    this.#watchStart();
  }

  /** Looks again in a moment. */
  #watchStart() {
    this.#startTimer ??= new Timer(REPORT_START, () => {
      this.#startTimer = null;
      this.#reportStart();
    });
  }

  /** A task that runs on is reported; those that have ended meanwhile report both at once. */
  #reportStart() {
    const head = this.#given[0];
    if (head !== undefined && !head.reported) {
      const age = Date.now() - head.since;
      if (age >= REPORT_START) {
        head.reported = true;
        this.#send({ t: "started", task: head.task, time: head.since });
      } else this.#watchStart();
    }
    this.#outbox.flush();
  }

  #recall(tasks: Set<number>) {
    const kept = [];
    const recalled = [];
    for (const entry of this.#waiting) {
      if (tasks.has(entry.message.task)) recalled.push(entry.message.task);
      else kept.push(entry);
    }
    this.#waiting = kept;
    this.#send({ t: "recalled", tasks: recalled });
    this.#outbox.flush();
  }

  #hear(message: unknown) {
    if (this.#chain !== null) {
      this.#chain = this.#chain.then(() => this.#handle(message));
      return this.#settleChain();
    }
    try {
      const work = this.#handle(message);
      if (work === undefined) return;
      this.#chain = work;
    } catch (error) {
      return this.#fail(error);
    }
    this.#settleChain();
  }

  #settleChain() {
    const chain = this.#chain!;
    chain.then(() => {
      if (this.#chain === chain) this.#chain = null;
    }, (error) => this.#fail(error));
  }

  #fail(error: unknown) {
    if (!(error instanceof MessageError)) {
      return this.#die(`The executor failed: ${(error as Error)?.stack ?? error}`, "error");
    }
    const hint = "A step has no use for postMessage: what it sets on this is kept and passed on.";
    this.#die(error.message, "message", hint);
  }

  /** Returns a promise only where it must wait. */
  #handle(given: unknown): Promise<void> | undefined {
    if (this.#dead) return;
    const message = checkMessage(given);
    switch (message.k) {
      case "up":
        return;
      case "ready":
        if (this.#ready || (message.constants !== null) !== this.#wantsConstants) {
          throw new MessageError();
        }
        this.#ready = true;
        this.#feed();
        return this.#keep(message.constants ?? [], (refs) => {
          const constants = message.constants === null ? null : refs;
          this.#send({ t: "ready", constants, policy: message.policy });
          this.#outbox.flush();
        });
      case "unloadable":
        this.#send({ t: "unloadable", error: this.#told(message.error) });
        return this.#outbox.flush() as undefined;
      case "items": {
        const head = this.#headIs(message.task, message.attempt);
        if (head === undefined) return;
        if (message.from !== head.items) throw new MessageError();
        head.items += message.values.length;
        if (head.items > this.#maxSplits) throw new MessageError();
        return this.#keep(message.values, (refs) => {
          const { task, attempt, from } = message;
          this.#send({ t: "items", task, attempt, from, refs });
        });
      }
      case "ends":
        return this.#takeEnds(message.ends);
      case "exit":
        return this.#dieOfHead(`The step called exit with code ${message.code}`, "exit");
      case "read":
        this.#answer(() => this.#objects.read(message.ref));
        return;
      case "materialise":
        this.#answer(() =>
          this.#objects.materialise(message.digest, message.path, this.#settings.temp)
        );
        return;
      case "more":
        this.#answerer!.more();
        return;
      case "ask":
        this.#answer(async () => [await this.#ask(message.task, message.ask)]);
        return;
      case "call":
        void this.#questions.plain(message.task, message.ask).then((answer) =>
          this.#sandbox!.post({ k: "reply", id: message.id, ...answer })
        );
        return;
      case "resolved":
        if (message.values === undefined) {
          this.#send({ t: "resolved", error: this.#told(message.error!) });
          return this.#outbox.flush() as undefined;
        }
        return this.#keep(message.values, (values) => {
          this.#send({ t: "resolved", values, shown: message.shown! });
          this.#outbox.flush();
        });
      case "hooked":
        this.#send({ t: "hooked", errors: message.errors.map((error) => this.#told(error)) });
        return this.#outbox.flush() as undefined;
    }
  }

  #ask(task: number, ask: Ask): Promise<Uint8Array> {
    if (ask.of === "inputs") return this.#inputs.answer(task, ask);
    return this.#questions.framed(task, this.#keeper!.redactAsk(ask));
  }

  /** Tasks that the sandbox may hold: several where they are short. */
  get #room(): number {
    return Math.max(2, Math.min(SANDBOX_MOST, Math.floor(SANDBOX_AHEAD / this.#average)));
  }

  #takeEnds(ends: EndMessage[], from = 0): Promise<void> | undefined {
    for (let at = from; at < ends.length; at++) {
      const waits = this.#takeEnd(ends[at]!);
      if (waits !== undefined) return waits.then(() => this.#takeEnds(ends, at + 1));
    }
    this.#feed();
    if (this.#given.length === 0) this.#outbox.flush();
  }

  #takeEnd(end: EndMessage): Promise<void> | undefined {
    const head = this.#headIs(end.task, end.attempt);
    if (head === undefined) return;
    if (end.k === "done" && (end.next.size ?? 0) !== head.items) throw new MessageError();
    return this.#keep(end.values, (refs) => {
      const { task, attempt, tempDir } = end;
      // The Worker's clock is that of this half, unless it lies.
      const first = Math.max(this.#lastEnd, head.since);
      const finished = Math.min(Math.max(end.finished, first), Date.now());
      const started = Math.min(Math.max(end.started, first), finished);
      this.#lastEnd = finished;
      this.#average = this.#average * 0.8 + Math.max(finished - started, 0.05) * 0.2;
      if (tempDir !== null) this.#removeTemp(tempDir);
      this.#given.shift();
      this.#send(
        end.k === "done"
          ? { t: "finished", task, attempt, started, finished, refs, next: this.#taken(end.next) }
          : {
            t: "failed",
            task,
            attempt,
            started,
            finished,
            refs,
            error: this.#told(end.error),
            retry: end.retry,
            ...end.abandoned && { last: true },
          },
      );
      if (end.k === "failed" && end.abandoned) this.#end();
    });
  }

  #taken(next: Taken): Taken {
    return next.key === undefined ? next : { ...next, key: this.#keeper!.redact(next.key) };
  }

  /** An error without secrets, and with a place only in the flow's own files: others read them. */
  #told(error: ErrorRecord): ErrorRecord {
    const told = this.#keeper!.redactError(error);
    const { file, line: _line, column: _column, ...rest } = told;
    const isOwn = file === undefined || (file.startsWith(this.#sources) && !file.includes("/../"));
    return isOwn ? told : rest;
  }

  #removeTemp(path: string) {
    if (!path.startsWith(`${this.#settings.temp}/`) || path.includes("..")) return;
    try {
      Deno.removeSync(path, { recursive: true });
    } catch {
      // Goes with the executor's folder.
    }
  }

  #headIs(task: number, attempt: number): Given | undefined {
    const head = this.#given[0];
    return head?.task === task && head.attempt === attempt ? head : undefined;
  }

  #keep(
    values: Parameters<Keeper["keepNow"]>[0],
    done: (refs: ReturnType<Keeper["keepNow"]>) => void,
  ): Promise<void> | undefined {
    if (this.#keeper!.isQuick(values)) {
      done(this.#keeper!.keepNow(values, this.#outbox.payload));
      return;
    }
    return this.#keeper!.keep(values, () => this.#outbox.payload).then(done, (error) => {
      const reason = error?.message ?? error;
      this.#dieOfHead(`The values of the step could not be kept: ${reason}`, "artifact");
    });
  }

  #answer(chunks: () => Promise<Iterable<Uint8Array>> | Iterable<Uint8Array>) {
    // Who asks waits: a second question before the answer is not Flow's.
    if (this.#isAsked) throw new MessageError();
    this.#isAsked = true;
    Promise.resolve().then(chunks).then(
      (pieces) => this.#answerer!.answer(pieces),
      (error) => this.#answerer!.fail(error?.message ?? String(error)),
    ).finally(() => this.#isAsked = false);
  }

  /** Nothing more can run here, because of the first task in the sandbox. */
  #dieOfHead(message: string, type: string): undefined {
    const head = this.#given[0];
    if (head === undefined) return this.#die(message, type);
    const { task, attempt } = head;
    const now = Date.now();
    this.#send({
      t: "failed",
      task,
      attempt,
      started: head.since || now,
      finished: now,
      refs: [],
      error: { name: "ExecutorError", message, stack: "", type },
      retry: null,
      last: true,
    });
    this.#end();
  }

  /** Nothing more can run here, because of one of the tasks in the sandbox, or of none. */
  #die(message: string, type: string, hint?: string): undefined {
    const cause = { type, message, ...hint && { hint } };
    this.#send(
      this.#given.length > 0
        ? { t: "dying", cause }
        : { t: "unloadable", error: { name: "ExecutorError", stack: "", ...cause } },
    );
    this.#end();
  }

  #end() {
    this.#dead = true;
    this.#given = [];
    this.#sandbox?.end();
    void this.#outbox.flushed().then(() => this.#exit(1));
  }
}
