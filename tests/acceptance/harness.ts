/**
 * Runs flows by the real command line, each test in a folder and store of its own, and looks at the
 * results from outside: by `dump`, `status` and `logs`, and in the database.
 *
 * @module
 */

import assert from "node:assert/strict";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { RunEvent } from "../../core/runtime/events.ts";
import { FLOW } from "../cli/command.ts";

/** An event of `flow run --json`, with all fields that any event has. */
export type Event = { type: RunEvent["type"]; run: string; time: number } & {
  // deno-lint-ignore no-explicit-any -- tests know which events have which fields
  [field: string]: any;
};

/** What a command left. */
export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

/** What a run left. */
export interface FinishedRun extends Finished {
  events: Event[];
  /** `Flow/7`, "" where no run was made. */
  run: string;
  status: string;
}

/** How a command is started. */
export interface CommandOptions {
  cwd?: string;
  env?: Record<string, string>;
}

const FLOWS = new URL("flows/", import.meta.url).pathname;
const decoder = new TextDecoder();

/** The path of a flow of these tests. */
export function flowFile(name: string): string {
  return FLOWS + name;
}

/** A folder with a store, for one test. */
export class Lab implements AsyncDisposable {
  readonly path = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "flow-lab-" }));
  readonly store = `${this.path}/.flow`;
  #live = new Set<RunningFlow>();

  /** Writes a file; gives its path. */
  write(name: string, content: string | Uint8Array): string {
    const path = `${this.path}/${name}`;
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    if (typeof content === "string") Deno.writeTextFileSync(path, content);
    else Deno.writeFileSync(path, content);
    return path;
  }

  /** Runs any command of `flow` to its end. */
  async flow(args: string[], options: CommandOptions = {}): Promise<Finished> {
    const { code, stdout, stderr } = await this.#command(args, options).output();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  }

  /** `flow run FILE --json ARGS…`, which has to succeed unless `status` says otherwise. */
  async run(file: string, args: string[] = [], options: CommandOptions & { status?: string } = {}) {
    return await this.drive(["run", file, ...args], options);
  }

  /** `flow resume FILE --json ARGS…` */
  async resume(
    file: string,
    args: string[] = [],
    options: CommandOptions & { status?: string } = {},
  ) {
    return await this.drive(["resume", file, ...args], options);
  }

  /** A command that makes a run, to its end. */
  async drive(
    args: string[],
    { status = "succeeded", ...options }: CommandOptions & { status?: string } = {},
  ): Promise<FinishedRun> {
    const running = this.start(args, options);
    const finished = await running.ended;
    assert.equal(finished.status, status, `${finished.stderr}\n${finished.stdout.slice(-2000)}`);
    return finished;
  }

  /** A command that makes a run, in the background. */
  start(args: string[], options: CommandOptions = {}): RunningFlow {
    const child = this.#command([...args, "--json"], options).spawn();
    const running = new RunningFlow(child);
    this.#live.add(running);
    void running.ended.then(() => this.#live.delete(running));
    return running;
  }

  #command(args: string[], { cwd, env = {} }: CommandOptions): Deno.Command {
    return new Deno.Command(FLOW[0]!, {
      args: [...FLOW.slice(1), ...args, "--store", this.store],
      cwd: cwd ?? this.path,
      env: { NO_COLOR: "1", FLOW_STORE: "", FLOW_DEBUG: "", FLOW_USER: "tester", ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    });
  }

  // deno-lint-ignore no-explicit-any -- whatever the command prints
  async json(args: string[]): Promise<any> {
    const { code, stdout, stderr } = await this.flow([...args, "--json"]);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  }

  /** Artifacts by name, as `flow dump --json` prints them. */
  // deno-lint-ignore no-explicit-any -- whatever the flow has made
  async dump(pathspec: string): Promise<Record<string, any>> {
    return await this.json(["dump", pathspec]);
  }

  /** `flow status --json` */
  // deno-lint-ignore no-explicit-any -- as printed
  async status(pathspec: string): Promise<any> {
    return await this.json(["status", pathspec]);
  }

  /** What `flow logs` prints. */
  async logs(pathspec: string, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.flow(["logs", pathspec, ...args]);
    assert.equal(code, 0, stderr);
    return stdout;
  }

  /** Rows of the database. */
  // deno-lint-ignore no-explicit-any -- columns of any query
  query(sql: string, ...values: SQLInputValue[]): Record<string, any>[] {
    const db = new DatabaseSync(`${this.store}/flow.db`, { readOnly: true, timeout: 10_000 });
    try {
      return db.prepare(sql).all(...values);
    } finally {
      db.close();
    }
  }

  /** The names of files in the store that hold this text, the database's among them. */
  filesWith(text: string): string[] {
    const needle = decoder.decode(new TextEncoder().encode(text));
    const found: string[] = [];
    const visit = (folder: string) => {
      for (const { name, isDirectory } of Deno.readDirSync(folder)) {
        const path = `${folder}/${name}`;
        if (isDirectory) visit(path);
        else if (decoder.decode(Deno.readFileSync(path)).includes(needle)) found.push(path);
      }
    };
    visit(this.store);
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const running of this.#live) running.signal("SIGKILL");
    await Promise.all([...this.#live].map((running) => running.ended));
    await Deno.remove(this.path, { recursive: true });
  }
}

/** A `flow` process that makes a run. */
export class RunningFlow {
  readonly events: Event[] = [];
  /** What it has told people so far. */
  stderr = "";
  /** Resolves when it is gone. */
  readonly ended: Promise<FinishedRun>;
  #child: Deno.ChildProcess;
  #waiting: { test: (event: Event) => unknown; resolve: (event: Event) => void }[] = [];
  #failed = Promise.withResolvers<never>();

  constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#failed.promise.catch(() => {});
    this.ended = this.#watch();
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** The first event that passes; one that has been is as good as one that comes. */
  async until(test: (event: Event) => unknown): Promise<Event> {
    const known = this.events.find(test);
    if (known !== undefined) return known;
    const { promise, resolve } = Promise.withResolvers<Event>();
    this.#waiting.push({ test, resolve });
    return await Promise.race([promise, this.#failed.promise]);
  }

  /** Waits for a line that a step prints. */
  async untilLog(text: string): Promise<Event> {
    return await this.until((event) => event.type === "log" && event.text.includes(text));
  }

  signal(signal: Deno.Signal): void {
    try {
      this.#child.kill(signal);
    } catch {
      // It has ended.
    }
  }

  async #watch(): Promise<FinishedRun> {
    const [stdout] = await Promise.all([this.#readEvents(), this.#readErrors()]);
    const { code } = await this.#child.status;
    const { events, stderr } = this;
    this.#failed.reject(new Error(`flow ended with ${code} before that: ${stderr}\n${stdout}`));
    const status = events.findLast((event) => event.type === "run_finished")?.status ?? "";
    const run = events.find((event) => event.type === "run_started")?.run ?? "";
    return { code, stdout, stderr, events, run, status };
  }

  async #readErrors() {
    for await (const text of this.#child.stderr.pipeThrough(new TextDecoderStream())) {
      this.stderr += text;
    }
  }

  async #readEvents(): Promise<string> {
    let all = "";
    let rest = "";
    for await (const text of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      all += text;
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      for (const line of lines) this.#take(JSON.parse(line));
    }
    return all;
  }

  #take(event: Event) {
    this.events.push(event);
    this.#waiting = this.#waiting.filter(({ test, resolve }) => {
      if (!test(event)) return true;
      resolve(event);
      return false;
    });
  }
}

/** Names of the steps of all tasks that were started, in order. */
export function startedSteps(events: readonly Event[]): string[] {
  return events.filter((event) => event.type === "task_started").map((event) => event.step);
}

/** How often each step was started. */
export function startedCounts(events: readonly Event[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const step of startedSteps(events)) counts[step] = (counts[step] ?? 0) + 1;
  return counts;
}

/** Whether a process of that id is there and not only a name that waits for its parent. */
export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX] /s.test(Deno.readTextFileSync(`/proc/${pid}/stat`));
  } catch {
    return false;
  }
}

/** Waits until something outside of this process is so; it is looked at often, and not for ever. */
export async function eventually(what: string, test: () => boolean | Promise<boolean>) {
  const deadline = Date.now() + 20_000;
  while (!await test()) {
    assert.ok(Date.now() < deadline, `${what}: not within 20 s`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
