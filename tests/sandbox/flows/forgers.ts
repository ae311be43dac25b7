import { catchError, type CaughtError, current, FlowSpec, type Inputs, param, step } from "flow";

// deno-lint-ignore no-explicit-any -- what it does to its realm has no types
const realm = globalThis as any;

/** What a step knows, and uses for its lies. */
interface Knowledge {
  /** The digest of an object of 100,000 bytes. */
  digest: string;
  /** A file outside of what the step may reach. */
  outside: string;
}

const post = (message: object) => realm.postMessage(message);
const bytes = (text: string) => new TextEncoder().encode(text);
const value = (more: object) => ({ name: "x", kind: "json", bytes: bytes("1"), ...more });
const ref = (digest: string, size: number) => value({ ref: { digest, kind: "text", size } });
const call = (ask: object) => post({ k: "call", id: 1, task: current.task, ask });

/** Tells in Flow's name how the task has ended. */
function end(more: object, values: object[] = []) {
  const { task, attempt } = current;
  const now = Date.now();
  const base = { task, attempt, started: now, finished: now, tempDir: null, values };
  const next = { kind: "linear", targets: ["join"] };
  post({ k: "ends", ends: [{ k: "done", ...base, next, ...more }] });
}

function failed(error: object) {
  const base = { name: "Error", message: "made up", stack: "", type: "error" };
  end({ k: "failed", retry: null, error: { ...base, ...error } });
}

function items(...values: object[]) {
  const { task, attempt } = current;
  post({ k: "items", task, attempt, from: 0, values });
}

function card(id: string, text: string) {
  const { task, attempt } = current;
  post({ k: "card", task, attempt, card: value({ name: id, bytes: bytes(text) }) });
}

/** An error whose stack was written by hand; `place` follows the folder of the code package. */
function placed(place: string) {
  const code = import.meta.url.replace(/(\/code\/[^/]+\/).*/, "$1");
  const error = new Error("made up");
  error.stack = `Error: made up\n    at ${code}${place}`;
  throw error;
}

/** Messages as Flow posts them, and that lie. */
export const FORGERIES: Record<string, (known: Knowledge) => unknown> = {
  nothing: () => {},
  "a time that is still to come": () => end({ started: 0, finished: Number.MAX_SAFE_INTEGER }),
  "an end before the beginning": () => end({ started: Number.MAX_SAFE_INTEGER, finished: 0 }),
  "an object that is larger than it says": ({ digest }) => end({}, [ref(digest, 3)]),
  "an object that is smaller than it says": ({ digest }) => end({}, [ref(digest, 1e15)]),
  "bytes that are no JSON": () => end({}, [value({ bytes: bytes("{nope") })]),
  "JSON that is too deep": () => end({}, [value({ bytes: bytes("[".repeat(1e5)) })]),
  "a kind that is no name": () => end({}, [value({ kind: "\x1b[2J" })]),
  "a name with a NUL": () => end({}, [value({ name: "x\0y" })]),
  "a name that is no Unicode": () => end({}, [value({ name: "\ud800" })]),
  "a name of ten million letters": () => end({}, [value({ name: "x".repeat(1e7) })]),
  "ninety thousand values": () =>
    end({}, Array.from({ length: 90_000 }, (_, at) => value({ name: `x${at}` }))),
  "a task below zero": () => end({ task: -1 }),
  "a deleted item": () => items(value({ deleted: true })),
  "an item that is as before": () => items(value({ was: `sha256:${"0".repeat(64)}` })),
  "more items than may be": () => items(...Array.from({ length: 101 }, () => value({ name: "" }))),
  "items on a way that has none": () => {
    items(value({ name: "" }));
    end({ next: { kind: "linear", targets: ["join"], size: 1 } });
  },
  "a card that the step does not have": () => card("mine", "{}"),
  "a card that is no JSON": () => card("default", "{nope"),
  "a card of thirty million letters": () => card("default", `"${"x".repeat(3e7)}"`),
  "a card of another task": () => {
    const { attempt } = current;
    post({ k: "card", task: 1, attempt, card: value({ name: "mine", bytes: bytes("{}") }) });
  },
  "that it is done with what comes after its end": () => {
    const { task, attempt } = current;
    post({ k: "after", task, attempt });
  },
  "the same way twice": () => end({ next: { kind: "linear", targets: ["join", "join"] } }),
  "two questions at once": ({ digest }) => {
    for (let at = 0; at < 100; at++) post({ k: "read", ref: { digest, kind: "text", size: 3 } });
  },
  "a file in somebody's folder": ({ digest, outside }) =>
    post({ k: "materialise", digest, path: `${outside}/made` }),
  "a file by a way around": ({ digest, outside }) => {
    const up = current.tempDir.replaceAll(/[^/]+/g, "..").slice(1);
    post({ k: "materialise", digest, path: `${current.tempDir}/${up}${outside}/made` });
  },
  "a temporary folder that is somebody's": ({ outside }) => {
    const up = current.tempDir.replaceAll(/[^/]+/g, "..").slice(1);
    end({ tempDir: `${current.tempDir}/${up}${outside}` });
  },
  "a question that is too long": () => call({ of: "tag", add: ["x".repeat(1e7)], remove: [] }),
  "a question that is no JSON": () => call({ of: "reader", method: "run", args: [1n] }),
  "questions about what is no name": () => {
    for (const method of ["constructor", "__proto__", "close", "bytes"]) {
      call({ of: "reader", method, args: [{ flow: ["Forgers"] }, null] });
    }
    call({
      of: "inputs",
      from: 1e15,
      count: 1e15,
      then: 1e15,
      names: ["__proto__"],
      base: true,
      items: true,
    });
    call({ of: "tag", add: ["a\0b"], remove: ["\ud800", "user:tester"] });
    call({ of: "object", digest: "__proto__" });
  },
  "ten thousand questions": ({ digest }) => {
    for (let at = 0; at < 10_000; at++) call({ of: "object", digest });
  },
  "answers to what nobody asked": () => {
    post({ k: "more" });
    post({ k: "hooked", errors: [] });
    post({ k: "resolved", values: [value({})], shown: {} });
  },
  "that it is ready again": () => post({ k: "ready", constants: [value({})], policy: {} }),
  "a place in somebody's file": ({ outside }) =>
    failed({ file: `${outside}/secret.txt`, line: 1, column: 1 }),
  "a stack that leads to a device": () => placed("../../../../../../../../../../dev/zero:1:1"),
  "a stack that is no address": () => placed("%zz.ts:1:1"),
  "an error of ten million letters": () =>
    failed({ message: "m".repeat(1e7), stack: "s".repeat(1e7) }),
  "an error that draws": () => failed({ name: "\x1b[2J", message: "\x1b]0;owned\x07" }),
};

/** Says each in a task of its own. */
export default class Forgers extends FlowSpec {
  outside = param({ default: "" });

  large!: string;
  digest!: string;
  x?: unknown;
  failure?: CaughtError;
  failures!: Record<string, CaughtError | null>;

  @step
  async start() {
    this.large = "0123456789".repeat(10_000);
    const hash = await crypto.subtle.digest("SHA-256", bytes(this.large));
    this.digest = `sha256:${new Uint8Array(hash).toHex()}`;
    this.next(this.deed, { foreach: Object.keys(FORGERIES) });
  }

  @catchError({ print: false })
  @step
  deed(name: string) {
    FORGERIES[name]!({ digest: this.digest, outside: this.outside });
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Forgers>) {
    this.failures = Object.fromEntries(
      [...inputs].map(({ input, failure }) => [input as string, failure ?? null]),
    );
    this.next(this.end);
  }

  @step
  end() {}
}

/** A step with a way of each kind, which it lies about. */
export class Wanderer extends FlowSpec {
  lie = param({ default: "" });

  @step
  start() {
    const next = { kind: "foreach", targets: ["part"] };
    if (this.lie === "a foreach of none") end({ next });
    if (this.lie === "a foreach of zero") end({ next: { ...next, size: 0 } });
    this.next(this.part, { foreach: [1, 2] });
  }

  @step
  part() {
    this.next(this.gather);
  }

  @step
  gather(_inputs: Inputs<Wanderer>) {
    this.next(this.fork);
  }

  @step
  fork() {
    if (this.lie === "a branch to one twice") {
      end({ next: { kind: "branch", targets: ["one", "one", "two"] } });
    }
    this.next(this.one, this.two);
  }

  @step
  one() {
    this.next(this.close);
  }

  @step
  two() {
    this.next(this.close);
  }

  @step
  close(_inputs: Inputs<Wanderer>) {
    this.next(this.end);
  }

  @step
  end() {}
}
