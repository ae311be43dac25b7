import assert from "node:assert/strict";

const READER = new URL("reader.ts", import.meta.url).pathname;

/** What a reader has seen, all of it whole. */
export interface Seen {
  rounds: number;
  tasks: number;
  results: number;
}

/** A process that reads a store without a pause: see `reader.ts`. */
export class Watcher implements AsyncDisposable {
  #child: Deno.ChildProcess;
  #output: Promise<Deno.CommandOutput>;

  /** @param result What each run that succeeded must have left as its `result`. */
  constructor(dir: string, flow: string, result: unknown) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", READER, dir, flow, JSON.stringify(result)],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#output = Promise.all([
      this.#child.status,
      new Response(this.#child.stdout).bytes(),
      new Response(this.#child.stderr).bytes(),
    ]).then(([status, stdout, stderr]) => ({ ...status, stdout, stderr }));
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Ends it, and fails where it has seen anything wrong. */
  async end(): Promise<Seen> {
    await this.#child.stdin.close().catch(() => {});
    const { code, stdout, stderr } = await this.#output;
    assert.equal(code, 0, `A reader saw: ${new TextDecoder().decode(stderr)}`);
    return JSON.parse(new TextDecoder().decode(stdout));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.#output;
  }
}
