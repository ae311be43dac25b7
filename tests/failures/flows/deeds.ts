import {
  catchError,
  type CaughtError,
  current,
  FlowSpec,
  type Inputs,
  param,
  permissions,
  resources,
  step,
  timeout,
} from "flow";
import nodeProcess from "node:process";

// deno-lint-ignore no-explicit-any -- what it does to its realm has no types
const realm = globalThis as any;
const LOST = `sha256:${"ab".repeat(32)}`;

/** The message with which a Worker tells how its task has ended. */
function end(values: unknown[], more: object = {}) {
  const { task, attempt } = current;
  const next = { kind: "linear", targets: ["join"] };
  const base = { task, attempt, started: 1, finished: 2, tempDir: null, values };
  realm.postMessage({ k: "ends", ends: [{ k: "done", ...base, next, ...more }] });
}

const value = (ref: object) => ({ name: "x", kind: "json", bytes: new Uint8Array(), ref });
const nothing = () => {
  throw new Error("It cannot be looked at");
};

/** Everything that ends an attempt in another way than by an error. */
export const DEEDS: Record<string, () => unknown> = {
  nothing: () => {},
  "Deno.exit": () => Deno.exit(3),
  "process.exit": () => realm.process.exit(4),
  "exit of node:process": () => nodeProcess.exit(5),
  "process.reallyExit": () => realm.process.reallyExit(6),
  "self.close": () => realm.close(),
  "SIGKILL to itself": () => Deno.kill(Deno.pid, "SIGKILL"),
  "SIGTERM to itself": () => nodeProcess.kill(nodeProcess.pid, "SIGTERM"),
  "an error": () => {
    throw new RangeError("too much");
  },
  "a text": () => {
    throw "a text";
  },
  undefined: () => {
    throw undefined;
  },
  null: () => {
    throw null;
  },
  "a symbol": () => {
    throw Symbol("sign");
  },
  "an object that throws": () => {
    throw {
      toString: nothing,
      toJSON: nothing,
      get name() {
        return nothing();
      },
    };
  },
  "a proxy that throws": () => {
    throw new Proxy({}, { get: nothing, getPrototypeOf: nothing, ownKeys: nothing });
  },
  "an error that throws": () => {
    const error = new Error("whatever");
    for (const key of ["name", "message", "stack", "cause"]) {
      Object.defineProperty(error, key, { get: nothing });
    }
    throw error;
  },
  "a stack that overflows": () => {
    const more = (): number => more() + 1;
    more();
  },
  "a rejected promise": () => {
    Promise.reject(new Error("left alone"));
  },
  "a rejected promise that is awaited later": async () => {
    const promise = Promise.reject(new Error("awaited"));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await promise.catch(() => {});
  },
  "a timer": async () => {
    setTimeout(() => {
      throw new Error("in a timer");
    }, 1);
    await new Promise(() => {});
  },
  "an event": async () => {
    const target = new EventTarget();
    target.addEventListener("tick", () => {
      throw new Error("in an event");
    });
    setTimeout(() => target.dispatchEvent(new Event("tick")), 1);
    await new Promise(() => {});
  },
  "a timer that comes too late": () => {
    setTimeout(() => {
      throw new Error("too late");
    }, 0);
  },
  "a message of null": () => realm.postMessage(null),
  "a message of text": () => realm.postMessage("hello"),
  "a message of no kind": () => realm.postMessage({ k: "nonsense" }),
  "a message of the wrong form": () => realm.postMessage({ k: "ends", ends: [{ k: "done" }] }),
  "a question of the wrong form": () =>
    realm.postMessage({ k: "ask", task: current.task, ask: { of: "inputs", from: {}, count: -1 } }),
  "a digest of the wrong form": () =>
    realm.postMessage({ k: "read", ref: { digest: "sha256:../../x", kind: "json", size: 1 } }),
  "its own onmessage": () => {
    realm.onmessage = () => {};
  },
  "what cannot be posted": () => realm.postMessage(() => {}),
};

/** Does each deed in a task of its own. */
export default class Deeds extends FlowSpec {
  failure?: CaughtError;
  failures!: Record<string, { name: string; message: string; type: string } | null>;

  @step
  start() {
    this.next(this.deed, { foreach: Object.keys(DEEDS) });
  }

  @catchError({ print: false })
  @step
  async deed(name: string) {
    await DEEDS[name]!();
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Deeds>) {
    this.failures = collect(inputs);
    this.next(this.end);
  }

  @step
  end() {}
}

/** What a task may say of itself and of others. */
const FORGERIES: Record<string, () => unknown> = {
  nothing: () => {},
  "an end with an object that is not there": () =>
    end([value({ digest: LOST, kind: "json", size: 9000 })]),
  "an end with a file of somebody else": () =>
    end([{ ...value({}), ref: undefined, kind: "file", path: "/etc/hostname" }]),
  "an end with shared memory": () =>
    end([{ name: "x", kind: "bytes", bytes: new Uint8Array(new SharedArrayBuffer(8)) }]),
  "an end with items that never came": () =>
    end([], { next: { kind: "foreach", targets: ["join"], size: 1_000_000 } }),
  "an end that the graph does not have": () =>
    end([], { next: { kind: "linear", targets: ["start"] } }),
  "an end of another task": () => {
    const { task } = current;
    realm.postMessage({
      k: "ends",
      ends: [{
        k: "failed",
        task: task + 1,
        attempt: 1,
        started: 1,
        finished: 2,
        tempDir: null,
        values: [],
        retry: null,
        error: { name: "Error", message: "not mine", stack: "", type: "error" },
      }],
    });
  },
  "items that begin in the middle": () => {
    const { task, attempt } = current;
    realm.postMessage({ k: "items", task, attempt, from: 7, values: [] });
  },
};

/** Says each in a task of its own. */
export class Forger extends FlowSpec {
  failure?: CaughtError;
  failures!: Record<string, { name: string; message: string; type: string } | null>;

  @step
  start() {
    this.next(this.deed, { foreach: Object.keys(FORGERIES) });
  }

  @catchError({ print: false })
  @step
  deed(name: string) {
    FORGERIES[name]!();
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Forger>) {
    this.failures = collect(inputs);
    this.next(this.end);
  }

  @step
  end() {}
}

const GREED: Record<string, () => unknown> = {
  "the heap": () => {
    const held: unknown[] = [];
    for (;;) held.push(new Array(1000).fill(1.5));
  },
  "memory outside of the heap": () => {
    const held: Uint8Array[] = [];
    for (;;) held.push(new Uint8Array(1 << 20).fill(7));
  },
  nothing: () => {},
};

/** Takes more memory than it asks for. */
export class Greed extends FlowSpec {
  failure?: CaughtError;
  failures!: Record<string, { name: string; message: string; type: string } | null>;

  @step
  start() {
    this.next(this.deed, { foreach: Object.keys(GREED) });
  }

  @catchError({ print: false })
  @resources({ memory: 300 })
  @step
  deed(name: string) {
    GREED[name]!();
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Greed>) {
    this.failures = collect(inputs);
    this.next(this.end);
  }

  @step
  end() {}
}

/** Lets a program take more memory than the step asks for. */
export class Hirer extends FlowSpec {
  failure?: CaughtError;

  @catchError({ print: false })
  @resources({ memory: 300 })
  @permissions({ run: ["tail"] })
  @step
  start() {
    new Deno.Command("tail", { args: ["-c", "1000000000", "/dev/zero"] }).outputSync();
  }
}

const SLOTH: Record<string, () => unknown> = {
  "a loop": () => {
    for (;;);
  },
  "a promise that never resolves": () => new Promise(() => {}),
  "a wait on shared memory": () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
  "a wait that hears the signal": () =>
    new Promise((_, reject) =>
      current.signal.addEventListener("abort", () => reject(current.signal.reason))
    ),
  nothing: () => {},
};

/** Takes more time than it asks for. */
export class Sloth extends FlowSpec {
  first = param({ default: "" });

  begun!: string;
  kept!: (string | undefined)[];
  failure?: CaughtError;
  failures!: Record<string, { name: string; message: string; type: string } | null>;

  @step
  start() {
    this.next(this.deed, { foreach: Object.keys(SLOTH) });
  }

  @catchError({ print: false })
  @timeout({ seconds: 0.5 })
  @step
  async deed(name: string) {
    this.begun = name;
    await SLOTH[name]!();
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Sloth>) {
    this.failures = collect(inputs);
    this.kept = [...inputs].filter((input) => Reflect.has(input, "begun")).map(({ begun }) =>
      begun
    );
    this.next(this.end);
  }

  @step
  end() {}
}

function collect(inputs: Iterable<{ input: unknown; failure?: CaughtError | undefined }>) {
  return Object.fromEntries(
    [...inputs].map(({ input, failure }) => {
      if (failure === undefined) return [String(input), null];
      const { name, message, type } = failure;
      return [String(input), { name, message, type }];
    }),
  );
}
