import assert from "node:assert/strict";
import { eventually, flowFile, Lab } from "./harness.ts";

// deno-lint-ignore no-explicit-any -- the protocol of the debugger
type Message = { id?: number; method?: string; params?: any; result?: any; error?: any };

/** A debugger that is attached to a process, over the protocol of V8's inspector. */
class Debugger implements Disposable {
  readonly #socket: WebSocket;
  readonly #heard: Message[] = [];
  #waiting: (() => void)[] = [];
  #id = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      this.#heard.push(JSON.parse(data));
      for (const check of this.#waiting.splice(0)) check();
    };
  }

  /** Attaches to the process that waits at an address, other than those that are known. */
  static async attach(address: string, known: Set<string>): Promise<Debugger> {
    let url = "";
    await eventually(`a process waits for a debugger at ${address}`, async () => {
      try {
        const targets = await (await fetch(`http://${address}/json`)).json();
        url = targets[0]?.webSocketDebuggerUrl ?? "";
      } catch {
        // Nobody listens yet.
      }
      return url !== "" && !known.has(url);
    });
    known.add(url);
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    return new Debugger(socket);
  }

  async until(test: (message: Message) => unknown): Promise<Message> {
    for (;;) {
      const at = this.#heard.findIndex(test);
      if (at >= 0) return this.#heard.splice(at, 1)[0]!;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async ask(method: string, params: object = {}) {
    const id = ++this.#id;
    this.#socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await this.until((message) => message.id === id);
    assert.equal(error, undefined, method);
    return result;
  }

  /** The innermost frame, when the process has stopped. */
  async paused() {
    const { params } = await this.until((message) => message.method === "Debugger.paused");
    return params.callFrames[0];
  }

  /** Lets the process begin, and stops it before it runs a script; gives the script. */
  async beginUpTo(script: RegExp) {
    await this.ask("Debugger.enable");
    const breakpoint = await this.ask("Debugger.setInstrumentationBreakpoint", {
      instrumentation: "beforeScriptWithSourceMapExecution",
    });
    await this.ask("Runtime.runIfWaitingForDebugger");
    for (;;) {
      const { location } = await this.paused();
      const { params } = await this.until((message) =>
        message.method === "Debugger.scriptParsed" &&
        message.params.scriptId === location.scriptId
      );
      if (script.test(params.url)) {
        await this.ask("Debugger.removeBreakpoint", breakpoint);
        return params;
      }
      await this.ask("Debugger.resume");
    }
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }
}

/** An address that nobody listens at. */
function freeAddress(): string {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return `127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
}

Deno.test("--inspect lets a debugger stop in the step's own TypeScript, step after step", async () => {
  await using lab = new Lab();
  const file = flowFile("debugged.ts");
  const lineOf = (source: string, text: string) =>
    source.split("\n").findIndex((line) => line.includes(text));
  const address = freeAddress();
  const running = lab.start(["run", file, `--inspect=${address}`]);
  const { message } = await running.until((event) => event.type === "warning");
  assert.match(message, /Step "start" waits for a debugger/);
  assert.ok(message.includes(address));
  const known = new Set<string>();
  {
    using first = await Debugger.attach(address, known);
    const script = await first.beginUpTo(/\/flows\/debugged\.ts$/);
    // Editors show the TypeScript and set breakpoints in it by the map that comes with the script.
    const map = await (await fetch(script.sourceMapURL)).json();
    assert.match(map.sources[0], /\/code\/.*\/flows\/debugged\.ts$/);
    assert.equal(map.sourcesContent[0], Deno.readTextFileSync(file));
    const { scriptSource } = await first.ask("Debugger.getScriptSource", script);
    await first.ask("Debugger.setBreakpointByUrl", {
      url: script.url,
      lineNumber: lineOf(scriptSource, "before + 1"),
    });
    await first.ask("Debugger.resume");
    const { callFrameId } = await first.paused();
    const expression = "before + this.foreachStack().length";
    const { result } = await first.ask("Debugger.evaluateOnCallFrame", { callFrameId, expression });
    assert.equal(result.value, 41);
    await first.ask("Debugger.resume");
  }
  {
    using second = await Debugger.attach(address, known);
    await second.ask("Debugger.enable");
    await second.ask("Runtime.runIfWaitingForDebugger");
    const { functionName } = await second.paused();
    assert.equal(functionName, "end");
    await second.ask("Debugger.resume");
  }
  const { run, status, stderr } = await running.ended;
  assert.equal(status, "succeeded", stderr);
  assert.equal((await lab.dump(run)).value, 43);
});
