/**
 * Runs flows by the real command line, each test in a folder and store of its own, and looks at the
 * results from outside: by `dump`, `status` and `logs`, and in the database.
 *
 * @module
 */

import assert from "node:assert/strict";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { startWords } from "../cli/command.ts";
import { type Event, type Finished, type FinishedRun, RunningFlow } from "./running_flow.ts";

export { type Event, type FinishedRun, RunningFlow };

/** How a command is started. */
export interface CommandOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** A module that is loaded into the process first. */
  preload?: string;
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

  #command(args: string[], { cwd, env = {}, preload }: CommandOptions): Deno.Command {
    const [program, ...words] = startWords(preload);
    return new Deno.Command(program!, {
      args: [...words, ...args, "--store", this.store],
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

/** The digests of an artifact, by the steps that have set it. */
export function digestsBySteps(lab: Lab, name: string): Record<string, string[]> {
  const rows = lab.query(
    `SELECT t.step, a.digest FROM tasks t JOIN artifacts a ON a.run = t.run AND a.task = t.number
    WHERE a.name = ? ORDER BY t.number`,
    name,
  );
  const found: Record<string, string[]> = {};
  for (const { step, digest } of rows) (found[step] ??= []).push(digest);
  return found;
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
