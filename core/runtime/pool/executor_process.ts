import type { FromExecutor, ToExecutor, WorkerPermissions } from "../protocol/messages.ts";
import type { Payload } from "../protocol/frames.ts";
import { type MarkedText, MarkReader } from "../protocol/log_marks.ts";
import type { ExecutorSettings } from "../executor/settings.ts";
import { HOME_PATHS, ownPath } from "../../../store/home_paths.ts";
import { Timer } from "../timer.ts";
import { originOf, removeWebCache } from "./deno_cache.ts";
import type { Hub, Link } from "./hub.ts";
import { namespaceArguments } from "./namespace.ts";
import { permissionFlags, type Rights, type RightsCaps, workerPermissions } from "./rights.ts";

/** What decides which tasks a process can run: two equal ones can stand in for each other. */
export interface ProcessSpec {
  rights: Rights;
  caps: RightsCaps;
  /** Names of environment variables that the step sees. */
  env: string[];
  /** Megabytes, or null for no limit of its own. */
  memory: number | null;
  /** The import map that modules are resolved by. */
  importMap: string;
  /** The working folder: the flow file's. */
  cwd: string;
  /** The store's folder. */
  store: string;
  /** The address that a debugger attaches to. */
  inspect: string | null;
  /** Adds a namespace of the operating system. */
  strict: boolean;
}

/** Why an executor ended, where the scheduler knows. */
export interface EndCause {
  type: string;
  message: string;
  hint?: string;
}

/** Who uses an executor. */
export interface ExecutorListener {
  message(message: FromExecutor, payload: Uint8Array<ArrayBuffer>): void;
  output(stream: 1 | 2, pieces: MarkedText[]): void;
  /** The process is gone and all that it printed has been read. */
  ended(cause: EndCause): void;
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** Milliseconds between two looks whether an ended process still prints, and looks at most. */
const STREAMS_TURN = 250;
const STREAMS_TURNS = 12;

const MAIN = new URL("../executor/main.ts", import.meta.url);
const INLINE_MAIN = new URL("../executor/inline_main.ts", import.meta.url);

/** One executor: a child process with exactly the rights in its spec. */
export class ExecutorProcess {
  readonly spec: ProcessSpec;
  readonly pid: number;
  /** Folder of this executor in the store, with `staging` and `work` inside. */
  readonly folder: string;
  /** In the marks of its output. */
  readonly nonce: string;
  #hub: Hub;
  #token: string;
  #child: Deno.ChildProcess;
  #link: Link | null = null;
  #early: [ToExecutor[], Payload | undefined][] = [];
  #listener: ExecutorListener | null = null;
  #cause: EndCause | null = null;
  #held: (() => void)[] = [];
  /** Pieces of output that have come. */
  #pieces = 0;
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>;
  /** The attempt that has last shown itself in the output. */
  lastSeen = { task: 0, attempt: 0 };
  /** Said by `end`: that it is gone is no failure. */
  isEnding = false;
  /** The process is gone; whoever listens has been told. */
  isGone = false;

  /**
   * @param likelyCode The folder of the code package that it will most likely run, where it starts
   * before that is known.
   */
  constructor(hub: Hub, spec: ProcessSpec, likelyCode: string | null = null) {
    this.spec = spec;
    this.#hub = hub;
    this.#token = crypto.randomUUID();
    this.nonce = this.#token.slice(0, 8);
    this.folder = `${spec.store}/tmp/x-${Deno.pid}-${this.nonce}`;
    const staging = `${this.folder}/staging`;
    const temp = `${this.folder}/work`;
    Deno.mkdirSync(staging, { recursive: true });
    Deno.mkdirSync(temp);
    hub.expect(this.#token, {
      connected: (link) => this.#connected(link),
      message: (message, payload) => this.#tell((listener) => listener.message(message, payload)),
      disconnected: () => {
        this.#link = null;
      },
    });
    const settings: ExecutorSettings = {
      socket: hub.path,
      store: spec.store,
      staging,
      temp,
      likely: likelyCode === null ? null : this.workerRights(likelyCode, spec.env),
    };
    this.#child = new Deno.Command(spec.strict ? "bwrap" : Deno.execPath(), {
      args: [
        ...processArguments(spec, hub.path, this.folder, this.nonce),
        JSON.stringify(settings),
      ],
      cwd: spec.cwd,
      clearEnv: true,
      env: processEnvironment(spec, temp),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      // A process group of its own: Ctrl-C reaches the scheduler alone, and all that the step has
      // started can be ended together.
      detached: true,
    }).spawn();
    this.pid = this.#child.pid;
    const stdin = this.#child.stdin.getWriter();
    stdin.write(new TextEncoder().encode(this.#token)).then(() => stdin.close()).catch(() => {});
    this.gone = this.#watch();
  }

  /**
   * The rights of its Worker.
   *
   * @param code The folder of the step's code package.
   * @param env Names of variables that the step may see besides.
   */
  workerRights(code: string, env: string[]): WorkerPermissions {
    const temp = `${this.folder}/work`;
    return workerPermissions(this.spec.rights, {
      read: [...HOME_PATHS, code, temp],
      write: [temp],
      env,
    });
  }

  /** From now on this listener hears the executor, and first what has been heard already. */
  listen(listener: ExecutorListener): void {
    this.#listener = listener;
    for (const held of this.#held.splice(0)) held();
  }

  send(messages: ToExecutor[], payload?: Payload): void {
    if (this.#link === null) this.#early.push([messages, payload]);
    else this.#link.send(messages, payload);
  }

  /** Ends the process and all that it has started, at once. */
  kill(cause: EndCause): void {
    this.#cause ??= cause;
    this.#signalGroup();
  }

  /** Ends a process that is no longer needed; what it printed so far is still read. */
  end(): void {
    this.isEnding = true;
    this.#signalGroup();
  }

  #signalGroup() {
    for (const target of Deno.build.os === "windows" ? [this.pid] : [-this.pid, this.pid]) {
      try {
        Deno.kill(target, "SIGKILL");
      } catch {
        // Gone already.
      }
    }
  }

  #connected(link: Link) {
    this.#link = link;
    for (const [messages, payload] of this.#early.splice(0)) link.send(messages, payload);
  }

  #tell(call: (listener: ExecutorListener) => void) {
    if (this.#listener === null) this.#held.push(() => call(this.#listener!));
    else call(this.#listener);
  }

  async #watch() {
    const readers = [this.#child.stdout.getReader(), this.#child.stderr.getReader()] as const;
    const streams = Promise.all([this.#read(readers[0], 1), this.#read(readers[1], 2)]);
    const status = await this.#child.status;
    // Programs of the step that still run hold the streams open: they end with it.
    this.#signalGroup();
    // Unless one has left the group: what it prints from now on is nobody's.
    const abandon = this.#abandonStreams(readers);
    const tail = await streams;
    abandon();
    this.#hub.forget(this.#token);
    this.#link?.close();
    try {
      Deno.removeSync(this.folder, { recursive: true });
    } catch {
      // The store's upkeep sweeps what is left.
    }
    await removeWebCache(this.nonce);
    this.isGone = true;
    this.#tell((listener) => listener.ended(this.#cause ?? causeOf(status, tail[1])));
  }

  /**
   * Stops reading once nothing comes any more, and at last also if it does.
   *
   * @returns Ends the watch.
   */
  #abandonStreams(readers: readonly Reader[]): () => void {
    let timer: Timer;
    let read = -1;
    let left = STREAMS_TURNS;
    const look = () => {
      const isQuiet = read === this.#pieces;
      read = this.#pieces;
      if (isQuiet || left-- === 0) { for (const reader of readers) void reader.cancel(); }
      else timer = new Timer(STREAMS_TURN, look);
    };
    timer = new Timer(STREAMS_TURN, look);
    return () => timer.cancel();
  }

  /** Passes on what the process prints; gives its last words. */
  async #read(reader: Reader, number: 1 | 2): Promise<string> {
    const marks = new MarkReader(this.nonce);
    let tail = "";
    const pass = (pieces: MarkedText[]) => {
      if (pieces.length === 0) return;
      tail = (tail + pieces.map((piece) => piece.text).join("")).slice(-4096);
      this.#tell((listener) => listener.output(number, pieces));
    };
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      this.#pieces++;
      pass(marks.push(value));
      if (number === 1) this.lastSeen = marks.last;
    }
    pass(marks.end());
    return tail;
  }
}

function processArguments(
  spec: ProcessSpec,
  socket: string,
  folder: string,
  nonce: string,
): string[] {
  const { store, rights, cwd } = spec;
  const read = [...HOME_PATHS, `${store}/code`, `${store}/objects`, folder, socket];
  const write = [folder, socket];
  const flags = permissionFlags(rights, spec.caps, {
    read,
    write,
    net: [`unix:${socket}`],
    env: spec.env,
    denyWrite: ["flow.db", "flow.db-wal", "flow.db-shm", "objects", "code"].map((name) =>
      `${store}/${name}`
    ),
  });
  const deno = [
    "run",
    "--quiet",
    ...flags,
    "--no-lock",
    "--node-modules-dir=none",
    "--unstable-worker-options",
    "--no-config",
    `--import-map=${spec.importMap}`,
    `--location=${originOf(nonce)}`,
    ...(spec.memory === null ? [] : [`--v8-flags=--max-old-space-size=${spec.memory}`]),
    ...(spec.inspect === null ? [] : [`--inspect-wait=${spec.inspect}`]),
    ownPath(spec.inspect === null ? MAIN : INLINE_MAIN),
  ];
  if (!spec.strict) return deno;
  const around = namespaceArguments({
    // A debugger comes over the network.
    rights: spec.inspect === null ? rights : { ...rights, net: true },
    cwd,
    read: [...read, spec.importMap],
    write,
    store,
  });
  return [...around, Deno.execPath(), ...deno];
}

/** Only what Deno itself needs to find its cache, and what the step may see or its programs need. */
function processEnvironment(spec: ProcessSpec, temp: string): Record<string, string> {
  const { env, run } = spec.rights;
  if (env === true) return { ...Deno.env.toObject(), TMPDIR: temp, DENO_NO_UPDATE_CHECK: "1" };
  // Without a path no program is found, and a step that may run none would be told just that.
  const names = ["DENO_DIR", "HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "SystemRoot", "PATH"];
  if (run !== false) names.push("LANG", "LC_ALL", "USER");
  if (Array.isArray(env)) names.push(...env);
  const given: Record<string, string> = { TMPDIR: temp, DENO_NO_UPDATE_CHECK: "1" };
  for (const name of names) {
    const value = Deno.env.get(name);
    if (value !== undefined) given[name] = value;
  }
  return given;
}

const SIGNALS: Record<number, string> = {
  4: "SIGILL",
  5: "SIGTRAP",
  6: "SIGABRT",
  7: "SIGBUS",
  8: "SIGFPE",
  9: "SIGKILL",
  11: "SIGSEGV",
  15: "SIGTERM",
};
const HEAP_EXHAUSTED = /(heap out of memory|Fatal JavaScript out of memory|Reached heap limit)/;

function causeOf(status: Deno.CommandStatus, lastWords: string): EndCause {
  if (HEAP_EXHAUSTED.test(lastWords)) {
    return {
      type: "memory",
      message: "The step's heap is exhausted",
      hint: "Give the step more with @resources({ memory: … }) (megabytes), or hold less at once.",
    };
  }
  // A namespace tells the signal as an exit code.
  const signal = status.signal ??
    (status.code > 128 ? SIGNALS[status.code - 128] ?? `signal ${status.code - 128}` : null);
  if (signal !== null) {
    return { type: "killed", message: `The step's process was killed by ${signal}` };
  }
  return { type: "exit", message: `The step's process ended with exit code ${status.code}` };
}
