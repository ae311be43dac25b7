/**
 * A store with real runs, `flow serve` over it as a process, and a browser that looks at it.
 *
 * @module
 */

import assert from "node:assert/strict";
import { type Browser, chromium, type Page } from "playwright-core";
import { fromFileUrl } from "../../core/graph/source/path.ts";
import { CHROMIUM, SKIPPED } from "./chromium.ts";

const ROOT = new URL("../../", import.meta.url);
const MAIN = fromFileUrl(new URL("cli/main.ts", ROOT));

/** How a page is looked at. */
export interface Look {
  width?: number;
  height?: number;
  theme?: "light" | "dark";
}

/** Both widths and both themes. */
export const LOOKS: readonly Required<Look>[] = [
  { width: 1280, height: 800, theme: "light" },
  { width: 1280, height: 800, theme: "dark" },
  { width: 390, height: 844, theme: "light" },
  { width: 390, height: 844, theme: "dark" },
];

/** Store, server and browser of a file of tests. */
export class Stage implements AsyncDisposable {
  readonly store: string;
  url = "";
  #browser: Browser | null = null;
  #server: Deno.ChildProcess | null = null;

  private constructor(store: string) {
    this.store = store;
  }

  /**
   * Starts all of it.
   *
   * @param runs Command lines that make the runs: `["examples/hello/flow.ts", "--tag", "x"]`.
   */
  static async start(runs: readonly string[][]): Promise<Stage> {
    const stage = new Stage(await Deno.makeTempDir());
    try {
      for (const args of runs) await stage.run(args);
      await stage.serve();
      assert.ok(CHROMIUM !== null, "There is no Chromium on PATH, and CHROMIUM is not set");
      stage.#browser = await chromium.launch({
        executablePath: CHROMIUM,
        // Root, as in a container, has no sandbox.
        args: Deno.uid() === 0 ? ["--no-sandbox"] : [],
      });
      return stage;
    } catch (error) {
      await stage[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Runs a flow to its end, however that is. */
  async run(args: readonly string[]): Promise<void> {
    const { code, stderr } = await this.flow(["run", ...args]).output();
    // 1 is a run that failed, which is a run.
    assert.ok(code <= 1, new TextDecoder().decode(stderr));
  }

  /** The command line, from the project's folder, on this store. */
  flow(args: readonly string[]): Deno.Command {
    return new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", MAIN, ...args],
      cwd: fromFileUrl(ROOT),
      env: { FLOW_STORE: this.store, NO_COLOR: "1" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    });
  }

  /** Starts the server, on the port that it had if it had one. */
  async serve(...args: string[]): Promise<void> {
    const port = this.url === "" ? "0" : new URL(this.url).port;
    this.#server = this.flow(["serve", "--json", "--port", port, ...args]).spawn();
    const lines = this.#server.stdout.pipeThrough(new TextDecoderStream());
    const reader = lines.getReader();
    let text = "";
    while (!/"url":\s*"[^"]+"/.test(text)) {
      const { value, done } = await reader.read();
      assert.ok(!done, "flow serve has ended");
      text += value;
    }
    reader.releaseLock();
    this.url = /"url":\s*"([^"]+)"/.exec(text)![1]!;
  }

  /** Ends the server as Ctrl-C does. */
  async stopServer(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    server.kill("SIGINT");
    await Promise.all([server.status, server.stderr.cancel()]);
    await server.stdout.cancel().catch(() => {});
  }

  /**
   * A page of its own, with nothing kept from others. What goes wrong in it is seen at its end.
   *
   * @param path On the server; `about:blank` for no page yet.
   */
  async open(path: string, look: Look = {}): Promise<Watched> {
    const { width = 1280, height = 800, theme = "light" } = look;
    const context = await this.#browser!.newContext({
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: "reduce",
    });
    const watched = new Watched(await context.newPage(), this.url);
    if (path !== "about:blank") await watched.page.goto(this.url + path);
    return watched;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser?.close();
    await this.stopServer();
    await Deno.remove(this.store, { recursive: true });
  }
}

/** A page, and all that went wrong in it. */
export class Watched implements AsyncDisposable {
  readonly page: Page;
  /** Errors, refusals of the content security policy, and requests to anywhere else. */
  readonly faults: string[] = [];

  constructor(page: Page, url: string) {
    this.page = page;
    page.setDefaultTimeout(30_000);
    page.on("console", (message) => {
      if (message.type() === "error") this.faults.push(message.text());
    });
    page.on("pageerror", (error) => this.faults.push(error.message));
    page.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${url}/`)) {
        this.faults.push(`a request to ${request.url()}`);
      }
    });
    page.on("dialog", async (dialog) => {
      this.faults.push(`a dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
    assert.deepEqual(this.faults, []);
  }
}

/**
 * Tests in one browser, on one store.
 *
 * @param runs See {@linkcode Stage.start}.
 */
export function browserTest(
  name: string,
  runs: readonly string[][],
  test: (stage: Stage, t: Deno.TestContext) => Promise<void>,
): void {
  Deno.test({
    name,
    ignore: SKIPPED,
    // The driver of the browser keeps timers for a moment after its end.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async (t) => {
      await using stage = await Stage.start(runs);
      await test(stage, t);
    },
  });
}
