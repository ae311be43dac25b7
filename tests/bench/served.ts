import { start } from "./processes.ts";

const FLOW = new URL("../../cli/main.ts", import.meta.url).pathname;

/** `flow serve`, as a process of its own. */
export class Served implements AsyncDisposable {
  readonly url: string;
  readonly #child: Deno.ChildProcess;

  private constructor(child: Deno.ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  /** Resolves when it says that it is ready: it listens then. */
  static async start(store: string): Promise<Served> {
    const child = start(Deno.execPath(), {
      args: ["run", "-A", "--quiet", FLOW, "serve", "--port", "0", "--quiet", "--store", store],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    });
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let said = "";
    while (!said.includes("\n")) {
      const { done, value } = await reader.read();
      if (done) throw new Error("flow serve has ended");
      said += value;
    }
    void reader.cancel();
    return new Served(child, said.trim());
  }

  /** The most memory that it has held so far, in MB; 0 where the system does not tell. */
  get peak(): number {
    try {
      const status = Deno.readTextFileSync(`/proc/${this.#child.pid}/status`);
      return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024 / 1e6;
    } catch {
      return 0;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.status;
  }
}

/** A client that keeps its connection, and does no more than it has to. */
export class PlainClient implements Disposable {
  readonly #connection: Deno.TcpConn;
  readonly #host: string;
  readonly #buffer = new Uint8Array(256 * 1024);

  private constructor(connection: Deno.TcpConn, host: string) {
    this.#connection = connection;
    this.#host = host;
  }

  static async connect(url: string): Promise<PlainClient> {
    const { hostname, port, host } = new URL(url);
    const connection = await Deno.connect({ hostname, port: Number(port) });
    connection.setNoDelay(true);
    return new PlainClient(connection, host);
  }

  /** Seconds until all of an answer has come. */
  async get(path: string): Promise<number> {
    const begun = performance.now();
    const head = `GET ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n\r\n`;
    await this.#connection.write(new TextEncoder().encode(head));
    let size = 0;
    let wanted = Infinity;
    while (size < wanted) {
      const count = await this.#connection.read(this.#buffer.subarray(size));
      if (count === null) throw new Error(`The server has closed the connection: ${path}`);
      size += count;
      if (wanted === Infinity) wanted = this.#wanted(size);
    }
    return (performance.now() - begun) / 1000;
  }

  /** Bytes of the whole answer, once its head is there. */
  #wanted(size: number): number {
    const text = new TextDecoder().decode(this.#buffer.subarray(0, Math.min(size, 4096)));
    const end = text.indexOf("\r\n\r\n");
    if (end < 0) return Infinity;
    if (!text.startsWith("HTTP/1.1 200")) throw new Error(text.slice(0, 500));
    return end + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1]);
  }

  [Symbol.dispose](): void {
    this.#connection.close();
  }
}
