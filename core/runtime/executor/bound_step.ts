import type { ErrorRecord, Taken } from "../../../store/metadata/rows.ts";
import type { Ask, FromExecutor, LoadMessage, ToExecutor } from "../protocol/messages.ts";
import type { EndMessage, OutValue } from "../worker/messages.ts";
import { createSharedMemory, SyncAnswerer } from "../worker/sync_channel.ts";
import { CardGate } from "./card_gate.ts";
import { checkMessage } from "./check_message.ts";
import { MessageError } from "./check_value.ts";
import { InputsAhead } from "./inputs_ahead.ts";
import { Keeper } from "./keeper.ts";
import { ObjectSource } from "./object_source.ts";
import type { Outbox } from "./outbox.ts";
import type { Questions } from "./questions.ts";
import type { Sandbox, Sandboxes } from "./sandbox.ts";
import { SandboxTasks } from "./sandbox_tasks.ts";
import type { ExecutorSettings } from "./settings.ts";
import { entryOf } from "./task_order.ts";

/** What the executor has, whichever step it is bound to. */
export interface ExecutorParts {
  settings: ExecutorSettings;
  sandboxes: Sandboxes;
  outbox: Outbox;
  questions: Questions;
  /** Ends the process. */
  exit: (code: number) => void;
}

/** What is said to the step that the executor is bound to. */
export type ToStep = Exclude<ToExecutor, { t: "load" | "spare" | "answer" }>;

/**
 * A step that the executor is bound to: it gives tasks to the step's sandbox, reads and writes
 * objects for it, and checks what it says.
 */
export class BoundStep {
  #parts: ExecutorParts;
  #objects: ObjectSource;
  #keeper: Keeper;
  #sandbox: Sandbox;
  #answerer: SyncAnswerer;
  #tasks: SandboxTasks;
  /** The flow is loaded. */
  #ready = false;
  #inputs: InputsAhead;
  /** A question for which the Worker waits has no answer yet. */
  #isAsked = false;
  /** What the sandbox says is taken in order, also where keeping a value takes time. */
  #chain: Promise<void> | null = null;
  /** The folder that the flow's code was taken from. */
  #sources: string;
  /** The scheduler has asked for the values of constants. */
  #wantsConstants: boolean;
  /** The most items that a foreach may have. */
  #maxSplits: number;
  #cards: CardGate;
  /** Whether its tasks may have something to do after their ends. */
  #lingers: boolean;
  /** The task that has ended and may. */
  #late: { task: number; attempt: number } | null = null;
  /** Nothing that the sandbox says counts any more. */
  #dead = false;

  constructor(load: LoadMessage, parts: ExecutorParts) {
    this.#parts = parts;
    const { settings, questions, outbox } = parts;
    for (const [name, value] of Object.entries(load.environment)) Deno.env.set(name, value);
    const secrets = load.secrets.map((name) => load.environment[name] ?? "");
    this.#keeper = new Keeper(settings, load.storeDigest, secrets);
    this.#objects = new ObjectSource(settings.store, (digest) => questions.object(digest));
    this.#inputs = new InputsAhead((task, ask) => questions.framed(task, ask));
    this.#tasks = new SandboxTasks({
      give: (orders) => this.#sandbox.post({ k: "tasks", orders }),
      started: (task, time) => this.#send({ t: "started", task, time }),
      flush: () => outbox.flush(),
    });
    this.#maxSplits = load.maxSplits;
    this.#cards = new CardGate(load.cards);
    this.#lingers = load.afterwards > 0;
    this.#wantsConstants = load.wantConstants;
    this.#sources = decodeURIComponent(new URL(load.sourceRoot).pathname);
    const memory = createSharedMemory();
    this.#answerer = new SyncAnswerer(memory);
    this.#sandbox = parts.sandboxes.create(load, {
      message: (message) => this.#hear(message),
      failed: (message) => this.#die(`The step's Worker failed: ${message}`, "error"),
    });
    const { environment: _, ...shown } = load;
    this.#sandbox.post({
      k: "load",
      load: { ...shown, environment: {} },
      memory,
      claims: this.#tasks.claims,
      tempRoot: settings.temp,
    });
  }

  take(message: ToStep, payload: Uint8Array<ArrayBuffer>): void {
    switch (message.t) {
      case "table":
        return this.#sandbox.post({
          k: "table",
          id: message.id,
          entries: message.refs.map((ref) => [ref.name, entryOf(ref, payload)]),
        });
      case "forget":
        return this.#sandbox.post({ k: "forget", table: message.table });
      case "task":
        this.#tasks.add(message, payload);
        if (this.#ready) this.#tasks.feed();
        return;
      case "recall":
        this.#send({ t: "recalled", tasks: this.#tasks.recall(new Set(message.tasks)) });
        return this.#parts.outbox.flush();
      case "abort":
        return this.#sandbox.post({ k: "abort", task: message.task, reason: message.reason });
      case "resolve":
        return this.#sandbox.post({ k: "resolve", given: message.given });
      case "hook":
        return this.#sandbox.post({ k: "hook", run: message.run });
    }
  }

  /** Ends the sandbox: nothing of it counts from now on. */
  end(): void {
    this.#dead = true;
    this.#tasks.clear();
    this.#sandbox.end();
  }

  #send(message: FromExecutor) {
    this.#parts.outbox.add(message);
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
    this.#dieOfHead(error.message, "message", hint);
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
        this.#tasks.feed();
        return this.#keep(message.constants ?? [], (refs) => {
          const constants = message.constants === null ? null : refs;
          this.#send({ t: "ready", constants, policy: message.policy });
          this.#parts.outbox.flush();
        });
      case "unloadable":
        this.#send({ t: "unloadable", error: this.#told(message.error) });
        return this.#parts.outbox.flush() as undefined;
      case "items": {
        const head = this.#tasks.headIs(message.task, message.attempt);
        if (head === undefined) return;
        if (message.from !== head.items) throw new MessageError();
        head.items += message.values.length;
        if (head.items > this.#maxSplits) throw new MessageError();
        return this.#keep(message.values, (refs) => {
          const { task, attempt, from } = message;
          this.#send({ t: "items", task, attempt, from, refs });
        });
      }
      case "card": {
        const { task, attempt, card } = message;
        if (this.#tasks.headIs(task, attempt) === undefined && !this.#isLate(message)) return;
        return this.#keepCards(message, this.#cards.take(card));
      }
      case "after":
        if (!this.#isLate(message)) return;
        return this.#takeAfter(message);
      case "ends":
        return this.#takeEnds(message.ends);
      case "exit":
        return this.#dieOfHead(`The step called exit with code ${message.code}`, "exit");
      case "read":
        this.#answer(() => this.#objects.read(message.ref));
        return;
      case "materialise":
        this.#answer(() =>
          this.#objects.materialise(message.digest, message.path, this.#parts.settings.temp)
        );
        return;
      case "more":
        this.#answerer.more();
        return;
      case "ask":
        this.#answer(async () => [await this.#ask(message.task, message.ask)]);
        return;
      case "call":
        void this.#parts.questions.plain(message.task, message.ask).then((answer) =>
          this.#sandbox.post({ k: "reply", id: message.id, ...answer })
        );
        return;
      case "resolved":
        if (message.values === undefined) {
          this.#send({ t: "resolved", error: this.#told(message.error!) });
          return this.#parts.outbox.flush() as undefined;
        }
        return this.#keep(message.values, (values) => {
          this.#send({ t: "resolved", values, shown: message.shown! });
          this.#parts.outbox.flush();
        });
      case "hooked":
        this.#send({ t: "hooked", errors: message.errors.map((error) => this.#told(error)) });
        return this.#parts.outbox.flush() as undefined;
    }
  }

  #ask(task: number, ask: Ask): Promise<Uint8Array> {
    if (ask.of === "inputs") return this.#inputs.answer(task, ask);
    return this.#parts.questions.framed(task, this.#keeper.redactAsk(ask));
  }

  #takeEnds(ends: EndMessage[], from = 0): Promise<void> | undefined {
    for (let at = from; at < ends.length; at++) {
      const waits = this.#takeEnd(ends[at]!);
      if (waits !== undefined) return waits.then(() => this.#takeEnds(ends, at + 1));
    }
    this.#tasks.feed();
    if (this.#tasks.head === undefined) this.#parts.outbox.flush();
  }

  #takeEnd(end: EndMessage): Promise<void> | undefined {
    const head = this.#tasks.headIs(end.task, end.attempt);
    if (head === undefined) return;
    if (end.k === "done" && (end.next.size ?? 0) !== head.items) throw new MessageError();
    const waits = this.#keepCards(end, this.#cards.end());
    if (waits !== undefined) return waits.then(() => this.#takeEnd(end));
    return this.#keep(end.values, (refs) => {
      const { task, attempt, tempDir } = end;
      const { started, finished } = this.#tasks.end(end);
      if (tempDir !== null) this.#removeTemp(tempDir);
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
      if (end.k === "failed" && end.abandoned) this.#exit();
      else if (this.#lingers) this.#late = { task, attempt };
    });
  }

  #isLate({ task, attempt }: { task: number; attempt: number }): boolean {
    return this.#late?.task === task && this.#late.attempt === attempt;
  }

  #takeAfter({ task, attempt }: { task: number; attempt: number }): Promise<void> | undefined {
    const waits = this.#keepCards({ task, attempt }, this.#cards.end());
    if (waits !== undefined) return waits.then(() => this.#takeAfter({ task, attempt }));
    this.#late = null;
    this.#send({ t: "after", task, attempt });
    this.#parts.outbox.flush();
  }

  /** A card that cannot be kept fails nothing: the one before stays. */
  #keepCards(
    { task, attempt }: { task: number; attempt: number },
    cards: OutValue[],
  ): Promise<void> | undefined {
    if (cards.length === 0) return;
    const keeper = this.#keeper;
    const done = (refs: ReturnType<Keeper["keepNow"]>) => {
      for (const ref of refs) this.#send({ t: "card", task, attempt, ref });
      this.#parts.outbox.flush();
    };
    if (keeper.isQuick(cards)) {
      return done(keeper.keepNow(cards, this.#parts.outbox.payload)) as undefined;
    }
    return keeper.keep(cards, () => this.#parts.outbox.payload).then(done, () => {});
  }

  #taken(next: Taken): Taken {
    return next.key === undefined ? next : { ...next, key: this.#keeper.redact(next.key) };
  }

  /** An error without secrets, and with a place only in the flow's own files: others read them. */
  #told(error: ErrorRecord): ErrorRecord {
    const told = this.#keeper.redactError(error);
    const { file, line: _line, column: _column, ...rest } = told;
    const isOwn = file === undefined || (file.startsWith(this.#sources) && !file.includes("/../"));
    return isOwn ? told : rest;
  }

  #removeTemp(path: string) {
    if (!path.startsWith(`${this.#parts.settings.temp}/`) || path.includes("..")) return;
    try {
      Deno.removeSync(path, { recursive: true });
    } catch {
      // Goes with the executor's folder.
    }
  }

  #keep(
    values: Parameters<Keeper["keepNow"]>[0],
    done: (refs: ReturnType<Keeper["keepNow"]>) => void,
  ): Promise<void> | undefined {
    if (this.#keeper.isQuick(values)) {
      done(this.#keeper.keepNow(values, this.#parts.outbox.payload));
      return;
    }
    return this.#keeper.keep(values, () => this.#parts.outbox.payload).then(done, (error) => {
      const reason = error?.message ?? error;
      this.#dieOfHead(`The values of the step could not be kept: ${reason}`, "artifact");
    });
  }

  #answer(chunks: () => Promise<Iterable<Uint8Array>> | Iterable<Uint8Array>) {
    // Who asks waits: a second question before the answer is not Flow's.
    if (this.#isAsked) throw new MessageError();
    this.#isAsked = true;
    Promise.resolve().then(chunks).then(
      (pieces) => this.#answerer.answer(pieces),
      (error) => this.#answerer.fail(error?.message ?? String(error)),
    ).finally(() => this.#isAsked = false);
  }

  /** Nothing more can run here, because of the first task in the sandbox. */
  #dieOfHead(message: string, type: string, hint?: string): undefined {
    if (this.#dead) return;
    const head = this.#tasks.head;
    if (head === undefined) return this.#die(message, type, hint);
    const { task, attempt } = head;
    const now = Date.now();
    this.#send({
      t: "failed",
      task,
      attempt,
      started: head.since || now,
      finished: now,
      refs: [],
      error: { name: "ExecutorError", message, stack: "", type, ...hint && { hint } },
      retry: null,
      last: true,
    });
    this.#exit();
  }

  /** Nothing more can run here, because of one of the tasks in the sandbox, or of none. */
  #die(message: string, type: string, hint?: string): undefined {
    if (this.#dead) return;
    const cause = { type, message, ...hint && { hint } };
    this.#send(
      this.#tasks.head !== undefined
        ? { t: "dying", cause }
        : { t: "unloadable", error: { name: "ExecutorError", stack: "", ...cause } },
    );
    this.#exit();
  }

  #exit() {
    this.end();
    void this.#parts.outbox.flushed().then(() => this.#parts.exit(1));
  }
}
