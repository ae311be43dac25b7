/**
 * The sandboxed half of an executor: a Worker with the rights that one step declares. It loads the
 * flow, runs tasks of that step one after another, and hands on what they leave, encoded. All that
 * it says is checked by the trusted half, as the step's code shares this realm.
 *
 * @module
 */

import { runAfterRun, type RunEnd } from "../../flow/flow_decorator.ts";
import { addDecorators } from "../../flow/hooks.ts";
import { ownPolicy } from "../../flow/own_policy.ts";
import { resolveParameters } from "../../flow/param_value.ts";
import { constantsOf, type FlowClass, prepareFlow } from "../../flow/prepare.ts";
import type { LoadMessage } from "../protocol/messages.ts";
import { errorRecord } from "./error_record.ts";
import { begin, type Claims } from "./claims.ts";
import { harden } from "./harden.ts";
import type {
  EndMessage,
  FromWorker,
  OutValue,
  TableEntry,
  TaskOrder,
  ToWorker,
} from "./messages.ts";
import { nextTurn } from "./next_turn.ts";
import { OutputMarks } from "./output.ts";
import { Questions } from "./questions.ts";
import { installReader } from "./reader.ts";
import type { SharedMemory } from "./sync_channel.ts";
import { TaskRunner } from "./task_runner.ts";
import { encodeValue } from "./values.ts";

/** Values up to this size are copied into the message; larger ones are transferred. */
const COPY_MAX = 32 * 1024;
/** Ended tasks that are told together, and milliseconds that the first of them waits. */
const ENDS_AT_ONCE = 32;
const ENDS_WAIT = 2;

const scope = globalThis as unknown as {
  postMessage(message: unknown, transfer?: ArrayBuffer[]): void;
};
const post = scope.postMessage.bind(scope) as (m: FromWorker, transfer?: ArrayBuffer[]) => void;

/** A flow that is loaded. */
interface Loaded {
  load: LoadMessage;
  flowClass: FlowClass;
  runner: TaskRunner;
}

/** Visible names, by the number of the table. */
const tables = new Map<number, Map<string, TableEntry>>();
let loaded: Loaded | null = null;
let loading: Promise<void> | null = null;
let questions: Questions;
let claims: Claims;
const queue: TaskOrder[] = [];
let busy = false;

// What a step's code posts is told after the tasks that ended before: it is known whose it is.
scope.postMessage = (message, transfer) => {
  tellEnds();
  post(message as FromWorker, transfer);
};

harden((code) => {
  tellEnds();
  post({ k: "exit", code });
});

// No `onmessage`: a step that sets its own must not take away ours.
globalThis.addEventListener("message", (event) => {
  const message = (event as MessageEvent<ToWorker>).data;
  switch (message.k) {
    case "load":
      claims = message.claims;
      loading = load(message.load, message.memory, message.tempRoot);
      return;
    case "table":
      tables.set(message.id, new Map(message.entries));
      return;
    case "forget":
      tables.delete(message.table);
      return;
    case "tasks":
      queue.push(...message.orders);
      if (!busy) void work();
      return;
    case "abort":
      return loaded?.runner.abort(message.task, message.reason);
    case "reply":
      return questions.replied(message);
    case "resolve":
      return void onceLoaded((flow) => resolve(flow, message.given));
    case "hook":
      return void onceLoaded((flow) => afterRun(flow, message.run));
  }
});
post({ k: "up" });

async function load(order: LoadMessage, memory: SharedMemory, tempRoot: string) {
  const marks = new OutputMarks(order.mark);
  marks.begin(0, 0, false, false);
  try {
    questions = new Questions(memory, post);
    installReader(
      (method, args) => questions.later(loaded!.runner.task, { of: "reader", method, args }),
      (ref) => questions.object(ref),
    );
    const module = await import(order.url);
    const flowClass = findFlow(module, order.className);
    if (order.extraDecorators.length > 0) addDecorators(flowClass, order.extraDecorators);
    prepareFlow(flowClass);
    // Items must not overtake the ends of the tasks before.
    const postNow = (message: FromWorker) => {
      tellEnds();
      post(message);
    };
    const runner = new TaskRunner(order, flowClass, tables, tempRoot, questions, marks, postNow);
    loaded = { load: order, flowClass, runner };
    const constants = order.wantConstants ? encodeConstants(flowClass) : null;
    const policy = ownPolicy(flowClass, order.step, order.knownDecorators);
    post({ k: "ready", constants, policy });
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

let ends: EndMessage[] = [];
let firstEnd = 0;
let begun = false;

/** Runs what waits. Short tasks are told of together; what takes longer is told at once. */
async function work() {
  busy = true;
  for (let order = queue.shift(); order !== undefined; order = queue.shift()) {
    if (!begin(claims, order.slot)) continue;
    // Whoever died with nothing told of it was the first. The end of one that is told here may
    // still be on its way to the scheduler when the next one kills the process.
    const visible = begun;
    begun = true;
    const end = await loaded!.runner.run(order, visible).catch(() => untold(order));
    if (ends.length === 0) firstEnd = end.finished;
    ends.push(end);
    if (end.k === "failed" && end.abandoned) return tellEnds();
    if (loaded!.load.afterwards > 0) {
      tellEnds();
      await loaded!.runner.afterwards(order);
      continue;
    }
    const due = ends.length >= ENDS_AT_ONCE || Date.now() - firstEnd >= ENDS_WAIT;
    if (due || queue.length === 0) tellEnds();
  }
  // What came last may have been taken back.
  tellEnds();
  busy = false;
}

/** The end of a task of which not even the failure could be told: it has broken what tells it. */
function untold({ task, attempt }: TaskOrder): EndMessage {
  const now = Date.now();
  const message = "The step has failed, and so has what tells why";
  const error = { name: "Error", message, stack: "", type: "error" };
  const base = { task, attempt, started: now, finished: now, tempDir: null, values: [] };
  return { k: "failed", ...base, error, retry: null, abandoned: true };
}

function tellEnds() {
  if (ends.length === 0) return;
  const transfer: ArrayBuffer[] = [];
  for (const { values } of ends) {
    for (const { bytes } of values) {
      // A value that is a part of a larger buffer, or that stands in two artifacts, is copied.
      const whole = bytes.length > COPY_MAX && bytes.byteLength === bytes.buffer.byteLength;
      if (whole && !transfer.includes(bytes.buffer)) transfer.push(bytes.buffer);
    }
  }
  post({ k: "ends", ends }, transfer);
  ends = [];
}

/** Does something with the flow; a flow that cannot be loaded has been told of already. */
async function onceLoaded(use: (flow: Loaded) => Promise<void>) {
  await loading;
  if (loaded !== null) await use(loaded);
}

async function resolve({ load, flowClass }: Loaded, given: Record<string, unknown>) {
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

async function afterRun({ load, flowClass }: Loaded, run: RunEnd) {
  const errors = await runAfterRun(flowClass, run);
  await nextTurn();
  post({ k: "hooked", errors: errors.map((error) => errorRecord(error, load, "")) });
}
