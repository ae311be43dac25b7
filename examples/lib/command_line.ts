/**
 * Runs the examples as a person does, by the command line in a process of its own. For tests.
 *
 * @module
 */

import assert from "node:assert/strict";

const MAIN = new URL("../../cli/main.ts", import.meta.url).pathname;

/** One line that `run --json` prints. */
export interface RunEvent {
  type: string;
  run: string;
  status?: string;
  step?: string;
  task?: string | number;
  attempt?: number;
}

/** What a command left on its outputs. */
export interface CommandOutput {
  code: number;
  stdout: string;
  stderr: string;
}

/** A command line over one store in a temporary folder, which goes when the test is done. */
export class CommandLine implements AsyncDisposable {
  readonly store: string;

  constructor() {
    this.store = Deno.makeTempDirSync({ prefix: "flow_example_" });
  }

  /** Runs `flow ARGS… --store …`. */
  async flow(...args: string[]): Promise<CommandOutput> {
    return await this.deno(MAIN, ...args, "--store", this.store);
  }

  /** Runs a script that finds the store by `FLOW_STORE`. */
  async deno(...args: string[]): Promise<CommandOutput> {
    const output = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", ...args],
      env: { FLOW_STORE: this.store, NO_COLOR: "1" },
      stdin: "null",
    }).output();
    const text = new TextDecoder();
    return {
      code: output.code,
      stdout: text.decode(output.stdout),
      stderr: text.decode(output.stderr),
    };
  }

  /** Runs the flow of an example to its end. */
  async run(example: string, ...args: string[]): Promise<FinishedRun> {
    const file = new URL(`../${example}/flow.ts`, import.meta.url).pathname;
    const { code, stdout, stderr } = await this.flow("run", file, ...args, "--json");
    const events: RunEvent[] = stdout.trim().split("\n").map((line) => JSON.parse(line));
    assert.equal(code, 0, `flow run ${example} ended with code ${code}\n${stdout}\n${stderr}`);
    return new FinishedRun(this, events);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.store, { recursive: true });
  }
}

/** A run that succeeded. */
export class FinishedRun {
  readonly pathspec: string;

  constructor(readonly commandLine: CommandLine, readonly events: RunEvent[]) {
    const [first, last] = [events[0]!, events.at(-1)!];
    assert.equal(first.type, "run_started");
    assert.equal(last.type, "run_finished");
    assert.equal(last.status, "succeeded");
    assert.equal(last.run, first.run);
    this.pathspec = first.run;
  }

  /** How many attempts each step had. */
  attempts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { type, step } of this.events) {
      if (type === "task_started") counts[step!] = (counts[step!] ?? 0) + 1;
    }
    return counts;
  }

  /** The artifacts that were there at the end of the run. */
  // deno-lint-ignore no-explicit-any -- each test knows the artifacts of its flow
  async artifacts(): Promise<Record<string, any>> {
    const { code, stdout, stderr } = await this.commandLine.flow("dump", this.pathspec, "--json");
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  }

  /** What a step printed. */
  async printed(step: string): Promise<string> {
    const path = `${this.pathspec}/${step}`;
    const { code, stdout, stderr } = await this.commandLine.flow("logs", path, "--stdout");
    assert.equal(code, 0, stderr);
    return stdout;
  }
}
