import assert from "node:assert/strict";

const MAIN = new URL("session_main.ts", import.meta.url).pathname;
const CONFIG = new URL("../../../deno.json", import.meta.url).pathname;
/** Stands before the exit code; nothing in JSON looks like it. */
const SEPARATOR = "\x1e";

/** A process that runs commands of `flow` on one store. */
export class CommandSession implements AsyncDisposable {
  readonly #store: string;
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #output: ReadableStreamDefaultReader<string>;
  #read = "";

  constructor(store: string) {
    this.#store = store;
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", "--config", CONFIG, MAIN],
      env: { NO_COLOR: "1", FLOW_STORE: "", FLOW_DEBUG: "" },
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#output = this.#child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** What the command prints as JSON, and how it ends. */
  // deno-lint-ignore no-explicit-any -- whatever the command prints
  async ask(args: readonly string[]): Promise<{ code: number; value: any }> {
    const words = [...args, "--json", "--store", this.#store];
    await this.#input.write(new TextEncoder().encode(`${JSON.stringify(words)}\n`));
    for (;;) {
      const [text, code] = this.#read.split(SEPARATOR);
      if (code?.endsWith("\n")) {
        this.#read = "";
        return { code: Number(code), value: JSON.parse(text!) };
      }
      const { value, done } = await this.#output.read();
      assert.ok(!done, `flow ${args.join(" ")} has ended the process`);
      this.#read += value;
    }
  }

  /** The same, of one that has to succeed. */
  // deno-lint-ignore no-explicit-any -- whatever the command prints
  async json(args: readonly string[]): Promise<any> {
    const { code, value } = await this.ask(args);
    assert.equal(code, 0, `flow ${args.join(" ")}: ${JSON.stringify(value)}`);
    return value;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close();
    await this.#output.cancel();
    await this.#child.status;
  }
}
