/**
 * A folder with a small store, in which commands are let loose.
 *
 * @module
 */

import assert from "node:assert/strict";
import { StoreFixture } from "../helpers/runs.ts";
import { flow } from "../cli/command.ts";
import { ANSWER } from "./command_server.ts";

const FLOWS = new URL("../cli/flows/", import.meta.url);
const SERVER = new URL("command_server.ts", import.meta.url).pathname;

/** What a command left. */
export interface Answer {
  code: number;
  stdout: string;
  stderr: string;
}

/** The folder, and a process that runs commands in it. */
export class Playground implements AsyncDisposable {
  readonly #pristine: StoreFixture;
  readonly path = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "flow-play-" }));
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncGenerator<string>;
  readonly #stderr: Promise<string>;

  private constructor(pristine: StoreFixture) {
    this.#pristine = pristine;
    this.reset();
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", SERVER],
      cwd: this.path,
      env: { NO_COLOR: "1", FLOW_STORE: "", FLOW_DEBUG: "", FLOW_USER: "ann" },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#lines = linesOf(this.#child.stdout);
    this.#stderr = new Response(this.#child.stderr).text();
  }

  /** Makes the folder: a run of a real flow, and one with values and logs of many sorts. */
  static async open(): Promise<Playground> {
    const pristine = new StoreFixture();
    const { root } = pristine;
    for (const name of ["note.txt", "settings.json"]) {
      Deno.copyFileSync(new URL(name, FLOWS), `${root}/${name}`);
    }
    Deno.copyFileSync(new URL("tally.ts", FLOWS), `${root}/flow.ts`);
    Deno.writeTextFileSync(`${root}/bad.ts`, "export class {");
    const demo = pristine.run({
      tags: ["best"],
      params: { n: 1 },
      code: { "flow.ts": "export {}" },
    });
    demo.foreach(["a", "b"], (item, index) => ({ item, big: [index, new Date(0), 1n, undefined] }));
    pristine.run({ status: "running", pid: 0x7ffffff, finished: null });
    const ran = await flow(["run", "flow.ts", "--quiet"], { cwd: root });
    assert.equal(ran.code, 0, ran.stderr);
    const kept = await flow(["store", "export", "Tally/1", "run.flowrun"], { cwd: root });
    assert.equal(kept.code, 0, kept.stderr);
    pristine.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return new Playground(pristine);
  }

  /** Puts everything back as it was. */
  reset(): void {
    for (const { name } of Deno.readDirSync(this.path)) {
      Deno.removeSync(`${this.path}/${name}`, { recursive: true });
    }
    copyInto(this.#pristine.root, this.path);
  }

  /** Runs a command in the process that is there. */
  async run(args: readonly string[]): Promise<Answer> {
    await this.#writer.write(new TextEncoder().encode(`${JSON.stringify(args)}\n`));
    const { value, done } = await this.#lines.next();
    if (done) assert.fail(`the process has ended: ${await this.#stderr}`);
    assert.ok(value.startsWith(ANSWER), `printed past what is watched: ${value}`);
    return JSON.parse(value.slice(ANSWER.length));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.close().catch(() => {});
    await this.#child.status;
    await this.#stderr;
    await this.#lines.return(undefined);
    this.#pristine[Symbol.dispose]();
    Deno.removeSync(this.path, { recursive: true });
  }
}

function copyInto(from: string, to: string): void {
  Deno.mkdirSync(to, { recursive: true });
  for (const { name, isDirectory, isFile } of Deno.readDirSync(from)) {
    if (isDirectory) copyInto(`${from}/${name}`, `${to}/${name}`);
    else if (isFile) Deno.copyFileSync(`${from}/${name}`, `${to}/${name}`);
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
