/**
 * The sandboxed half of an executor: a Worker with the rights that one step declares. It loads the
 * flow, runs tasks of that step one after another, and hands on what they leave, encoded. All that
 * it says is checked by the trusted half, as the step's code shares this realm.
 *
 * @module
 */

import type { ArtifactRef, ErrorRecord, Taken } from "../../../store/metadata/rows.ts";
import { type CurrentValues, setCurrent } from "../../flow/current.ts";
import { runAfterRun, type RunEnd } from "../../flow/flow_decorator.ts";
import { addDecorators } from "../../flow/hooks.ts";
import type { NextCall, TaskOutcome } from "../../flow/host.ts";
import { createTask, type FlowTask } from "../../flow/instance.ts";
import { setFileAccess } from "../../flow/kept_file.ts";
import { resolveParameters } from "../../flow/param_value.ts";
import { constantsOf, type FlowClass, prepareFlow } from "../../flow/prepare.ts";
import { FrameReader } from "../protocol/frames.ts";
import type { Ask, LoadMessage } from "../protocol/messages.ts";
import { errorRecord, FAILURE_TYPE } from "./error_record.ts";
import { harden } from "./harden.ts";
import { tableOf, WorkerInputs } from "./inputs.ts";
import { Leftovers } from "./leftovers.ts";
import type { FromWorker, OutValue, TableEntry, ToWorker } from "./messages.ts";
import { OutputMarks } from "./output.ts";
import { installReader } from "./reader.ts";
import { SyncCaller } from "./sync_channel.ts";
import { WorkerTaskHost } from "./task_host.ts";
import { encodeValue } from "./values.ts";

type TaskOrder = Extract<ToWorker, { k: "task" }>;

/** Items of a foreach that go out in one message, at most. */
const ITEMS_AT_ONCE = 512;
const ITEM_BYTES_AT_ONCE = 1 << 20;
/** Values up to this size are copied into the message; larger ones are transferred. */
const COPY_MAX = 32 * 1024;

const scope = globalThis as unknown as {
  postMessage(message: unknown, transfer?: ArrayBuffer[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
};
const post = scope.postMessage.bind(scope) as (m: FromWorker, transfer?: ArrayBuffer[]) => void;
const immediate = (globalThis as unknown as { setImmediate(f: () => void): void }).setImmediate;

/** What a loaded Worker holds. */
interface Loaded {
  load: LoadMessage;
  flowClass: FlowClass;
  tempRoot: string;
  /** Decoded parameters and configs: the same in all tasks. */
  shared: Map<string, unknown>;
}

const tables = new Map<number, Map<string, TableEntry>>();
const queue: TaskOrder[] = [];
const replies = new Map<number, (reply: Extract<ToWorker, { k: "reply" }>) => void>();
let loaded: Loaded | null = null;
let caller: SyncCaller;
let marks: OutputMarks;
const leftovers = new Leftovers();
let running: { order: TaskOrder; abort: AbortController; rejections: unknown[] } | null = null;
let busy = false;
let calls = 0;

harden((code) => post({ k: "exit", code }));

globalThis.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  running?.rejections.push(event.reason);
});
globalThis.addEventListener("error", (event) => {
  event.preventDefault();
  running?.rejections.push(event.error ?? event.message);
});

scope.onmessage = (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  switch (message.k) {
    case "load":
      caller = new SyncCaller(message.memory, (m) => post(m as FromWorker));
      return void load(message.load, message.tempRoot);
    case "table":
      tables.set(message.id, new Map(message.entries));
      return;
    case "forget":
      tables.delete(message.table);
      return;
    case "task":
      queue.push(message);
      if (!busy) void work();
      return;
    case "abort":
      if (running?.order.task === message.task) {
        running.abort.abort(new DOMException(message.reason, "AbortError"));
      }
      return;
    case "reply": {
      const answer = replies.get(message.id);
      replies.delete(message.id);
      return answer?.(message);
    }
    case "resolve":
      return void resolve(message.given);
    case "hook":
      return void afterRun(message.run);
  }
};
post({ k: "up" });

async function load(order: LoadMessage, tempRoot: string) {
  marks = new OutputMarks(order.mark);
  marks.begin(0, 0, false);
  try {
    installReader((method, args) => call({ of: "reader", method, args }), fetchObject);
    setFileAccess({
      materialise(digest) {
        const path = `${tempDirOf(running!.order)}/${digest.replace(":", "-")}`;
        caller.call({ k: "materialise", digest, path });
        return path;
      },
    });
    const module = await import(order.url);
    const flowClass = findFlow(module, order.className);
    if (order.extraDecorators.length > 0) addDecorators(flowClass, order.extraDecorators);
    prepareFlow(flowClass);
    loaded = { load: order, flowClass, tempRoot, shared: new Map() };
    const constants = order.wantConstants ? encodeConstants(flowClass) : null;
    post({ k: "ready", constants });
  } catch (error) {
    const record = errorRecord(error, order, order.step);
    if (record.type === "error") record.type = "load";
    post({ k: "unloadable", error: record });
  }
}

function findFlow(module: Record<string, unknown>, className: string): FlowClass {
  for (const value of [module.default, ...Object.values(module)]) {
    if (typeof value === "function" && value.name === className) return value as FlowClass;
  }
  throw new Error(`The module exports no class ${className}`);
}

function encodeConstants(flowClass: FlowClass): OutValue[] {
  const values: OutValue[] = [];
  for (const [name, value] of constantsOf(flowClass)) {
    try {
      values.push(encodeValue(name, value, `constant "${name}"`));
    } catch {
      // A constant that cannot be kept (a client, say) is still one: it is not recorded.
    }
  }
  return values;
}

async function work() {
  busy = true;
  for (let order = queue.shift(); order !== undefined; order = queue.shift()) await run(order);
  busy = false;
}

async function run(order: TaskOrder) {
  const { load, flowClass } = loaded!;
  const abort = new AbortController();
  const started = Date.now();
  running = { order, abort, rejections: [] };
  marks.begin(order.task, order.attempt, load.permissions.run !== false);
  const table = tables.get(order.table) ?? new Map<string, TableEntry>();
  const merged = new Map<string, OutValue>();
  const host = hostOf(order, table, load, merged);
  setCurrent(currentOf(order, load, abort.signal, host));
  let task: FlowTask | null = null;
  try {
    task = createTask(flowClass, host, taskInfo(order));
    if (order.judge !== null && !task.retryable(asError(order.judge))) {
      return fail(order, started, order.judge, [], false);
    }
    await task.run();
    await new Promise<void>((done) => immediate(done));
    if (running.rejections.length > 0) throw leftRejected(running.rejections[0], load.step);
    const outcome = task.outcome();
    const values = encodeOutcome(outcome, host, merged);
    const next = await encodeNext(order, outcome.next, load);
    finish({ k: "done", ...ends(order, started), values, next });
  } catch (error) {
    let values: OutValue[] = [];
    try {
      if (task !== null) values = encodeOutcome(task.outcome(), host, merged);
    } catch {
      // What cannot be kept beside the failure is lost with it.
    }
    const record = errorRecord(error, load, load.step);
    let retry: boolean | null = null;
    try {
      retry = task?.retryable(error) ?? null;
    } catch (problem) {
      record.stack += `\nThe retry predicate failed: ${problem}`;
    }
    fail(order, started, record, values, retry);
  } finally {
    leftovers.clear();
    running = null;
    setCurrent(null);
  }
}

function taskInfo(order: TaskOrder) {
  const { load, shared } = loaded!;
  return load.ownNext === null
    ? { attempt: order.attempt, shared }
    : { attempt: order.attempt, shared, ownNext: load.ownNext };
}

function ends(order: TaskOrder, started: number) {
  return { task: order.task, attempt: order.attempt, started, finished: Date.now() };
}

function fail(
  order: TaskOrder,
  started: number,
  error: ErrorRecord,
  values: OutValue[],
  retry: boolean | null,
) {
  finish({ k: "failed", ...ends(order, started), values, error, retry });
}

function finish(message: Extract<FromWorker, { values?: OutValue[] }>) {
  const transfer: ArrayBuffer[] = [];
  for (const { bytes } of message.values ?? []) {
    // A value that is a part of a larger buffer, or that stands in two artifacts, is copied.
    const whole = bytes.length > COPY_MAX && bytes.byteLength === bytes.buffer.byteLength;
    if (whole && !transfer.includes(bytes.buffer)) transfer.push(bytes.buffer);
  }
  post(message, transfer);
}

function hostOf(
  order: TaskOrder,
  table: Map<string, TableEntry>,
  load: LoadMessage,
  merged: Map<string, OutValue>,
): WorkerTaskHost {
  const own = new Map(table);
  const inputs = order.inputs === null ? null : new WorkerInputs({
    length: order.inputs,
    reads: load.inputReads,
    ask: (ask) => askNow(order.task, ask),
    fetch: fetchObject,
    merged(refs) {
      for (const [name, entry] of tableOf(refs, new Uint8Array(0))) {
        own.set(name, entry);
        merged.set(name, {
          name,
          kind: entry.kind,
          bytes: new Uint8Array(0),
          ref: { digest: entry.digest, kind: entry.kind, size: entry.size },
        });
      }
    },
  });
  const { step, setBy } = load;
  return new WorkerTaskHost({
    step,
    table: own,
    frames: order.frames,
    inputs,
    fetch: fetchObject,
    setBy,
  });
}

/** The bytes of an object. Blocks. */
function fetchObject({ digest, kind, size }: ArtifactRef): Uint8Array<ArrayBuffer> {
  return caller.call({ k: "read", ref: { digest, kind, size } }, size);
}

function askNow(task: number, ask: Ask): { header: unknown; payload: Uint8Array<ArrayBuffer> } {
  const bytes = caller.call({ k: "ask", task, ask });
  for (const frame of new FrameReader().push(bytes)) return frame;
  throw new Error("The scheduler gave no answer");
}

/** Asks the scheduler without blocking. */
function call(ask: Ask): Promise<unknown> {
  const id = ++calls;
  post({ k: "call", id, task: running?.order.task ?? 0, ask });
  return new Promise((settle, reject) => {
    replies.set(id, (reply) => {
      if (reply.error === undefined) settle(reply.value);
      else reject(Object.assign(new Error(reply.error), { code: reply.code }));
    });
  });
}

function currentOf(
  order: TaskOrder,
  load: LoadMessage,
  signal: AbortSignal,
  host: WorkerTaskHost,
): CurrentValues {
  const { flow, run, tags, originRun, project } = load.current;
  const parameters = {};
  for (const name of load.parameters) {
    Object.defineProperty(parameters, name, { enumerable: true, get: () => host.read(name) });
  }
  return {
    flow,
    run,
    step: load.step,
    task: order.task,
    attempt: order.attempt,
    pathspec: `${run}/${load.step}/${order.task}`,
    parameters,
    tags,
    originRun,
    project,
    signal,
    get tempDir() {
      const path = tempDirOf(order);
      Deno.mkdirSync(path, { recursive: true });
      return path;
    },
    changeTag(change, tag) {
      askNow(order.task, {
        of: "tag",
        add: change === "add" ? [tag] : [],
        remove: change === "remove" ? [tag] : [],
      });
    },
  };
}

function tempDirOf(order: TaskOrder): string {
  return `${loaded!.tempRoot}/${order.task}-${order.attempt}`;
}

function encodeOutcome(
  outcome: TaskOutcome,
  host: WorkerTaskHost,
  merged: Map<string, OutValue>,
): OutValue[] {
  const values: OutValue[] = [];
  for (const [name, value] of outcome.sets) {
    values.push(encodeValue(name, value, `artifact "${name}"`));
  }
  for (const [name, value] of outcome.touched) {
    const encoded = encodeValue(name, value, `artifact "${name}"`);
    const unchanged = host.isUnchanged(name, encoded.bytes);
    if (unchanged === true) continue;
    const was = host.digestOf(name);
    if (encoded.ref !== undefined && encoded.ref.digest === was) continue;
    if (unchanged === undefined && was !== undefined) encoded.was = was;
    values.push(encoded);
  }
  const given = new Set(values.map((value) => value.name));
  for (const name of outcome.merged) {
    if (!given.has(name) && merged.has(name)) values.push(merged.get(name)!);
  }
  return values;
}

async function encodeNext(
  order: TaskOrder,
  next: NextCall | null,
  load: LoadMessage,
): Promise<Taken> {
  if (next === null) return { kind: "end", targets: [] };
  const taken: Taken = { kind: next.kind, targets: next.targets };
  if (next.key !== undefined) taken.key = next.key;
  if (next.kind === "foreach") taken.size = await sendItems(order, next.items!, load);
  return taken;
}

/** Sends the items of a foreach as they come, so that they are never all in memory here. */
async function sendItems(
  order: TaskOrder,
  items: Iterable<unknown> | AsyncIterable<unknown>,
  load: LoadMessage,
): Promise<number> {
  let values: OutValue[] = [];
  let bytes = 0;
  let from = 0;
  const send = () => {
    if (values.length === 0) return;
    post({ k: "items", task: order.task, attempt: order.attempt, from, values });
    from += values.length;
    values = [];
    bytes = 0;
  };
  const add = (item: unknown) => {
    const position = from + values.length;
    if (position >= load.maxSplits) {
      throw Object.assign(
        new RangeError(
          `Step "${load.step}" splits into more than ${load.maxSplits} tasks`,
        ),
        {
          [FAILURE_TYPE]: "transition",
          hint: "Raise the limit with --max-splits, or split into fewer.",
        },
      );
    }
    const value = encodeValue("", item, `foreach item ${position}`);
    values.push(value);
    bytes += value.bytes.length;
    if (values.length >= ITEMS_AT_ONCE || bytes >= ITEM_BYTES_AT_ONCE) send();
  };
  if (Symbol.iterator in Object(items)) {
    for (const item of items as Iterable<unknown>) {
      add(item);
    }
  } else for await (const item of items as AsyncIterable<unknown>) add(item);
  send();
  if (from === 0) {
    throw Object.assign(new Error(`The foreach of step "${load.step}" has no items`), {
      [FAILURE_TYPE]: "transition",
      hint: "Go round the foreach with a switch when there may be none.",
    });
  }
  return from;
}

function leftRejected(reason: unknown, step: string): Error {
  const message = reason instanceof Error ? reason.message : Deno.inspect(reason);
  const error = new Error(`Step "${step}" left a rejected promise: ${message}`, { cause: reason });
  if (reason instanceof Error && reason.stack) error.stack = reason.stack;
  return Object.assign(error, {
    hint: "Await every promise that the step makes, or catch its error.",
  });
}

function asError(record: ErrorRecord): Error {
  const error = new Error(record.message);
  error.name = record.name;
  return Object.assign(error, { type: record.type, stack: record.stack });
}

async function resolve(given: Record<string, unknown>) {
  const { load, flowClass } = loaded!;
  try {
    const resolved = await resolveParameters(flowClass, new Map(Object.entries(given)));
    const values: OutValue[] = [];
    const shown: Record<string, unknown> = {};
    for (const [name, value] of resolved) {
      values.push(encodeValue(name, value, `parameter "${name}"`));
      shown[name] = value;
    }
    post({ k: "resolved", values, shown });
  } catch (error) {
    post({ k: "resolved", error: errorRecord(error, load, load.step) });
  }
}

async function afterRun(run: RunEnd) {
  const { load, flowClass } = loaded!;
  const errors = await runAfterRun(flowClass, run);
  await new Promise<void>((done) => immediate(done));
  post({ k: "hooked", errors: errors.map((error) => errorRecord(error, load, "")) });
}
