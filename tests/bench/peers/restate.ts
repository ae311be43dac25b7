import { type Measured, timed } from "../measure.ts";
import { start } from "../processes.ts";

const SERVICE = new URL("./restate/service.mjs", import.meta.url).pathname;
/** Milliseconds until server and service must be up. */
const PATIENCE = 60_000;

/** A Restate server and a service of it, both on the loopback interface, in processes of their own. */
export class Restate implements AsyncDisposable {
  readonly #processes: Deno.ChildProcess[];
  readonly #ingress: string;
  /** How long it took until both were up. */
  readonly startSeconds: number;

  private constructor(processes: Deno.ChildProcess[], ingress: string, startSeconds: number) {
    this.#processes = processes;
    this.#ingress = ingress;
    this.startSeconds = startSeconds;
  }

  /**
   * @param npm The folder of the npm packages.
   * @param data The folder for what the server keeps.
   */
  static async start(npm: string, data: string): Promise<Restate> {
    const begun = performance.now();
    const [fabric, ingress, admin] = freePorts(3) as [number, number, number];
    const processes = [startServer(npm, data, { fabric, ingress, admin })];
    try {
      const service = startService(npm);
      processes.push(service);
      const port = Number(await firstLine(service.stdout));
      await until(`http://127.0.0.1:${admin}/health`);
      const registered = await fetch(`http://127.0.0.1:${admin}/deployments`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ uri: `http://127.0.0.1:${port}` }),
      });
      if (!registered.ok) throw new Error(`Restate: ${await registered.text()}`);
      await registered.body?.cancel();
      const seconds = (performance.now() - begun) / 1000;
      return new Restate(processes, `http://127.0.0.1:${ingress}`, seconds);
    } catch (error) {
      await end(processes);
      throw error;
    }
  }

  /** Calls a handler and waits for its result. */
  async call(handler: string, width: number, expected: number): Promise<Measured> {
    const begun = performance.now();
    const response = await fetch(`${this.#ingress}/Wide/${handler}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: String(width),
    });
    const text = await response.text();
    if (Number(text) !== expected) throw new Error(`Restate answered ${text}`);
    return timed((performance.now() - begun) / 1000);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await end(this.#processes);
  }
}

function startServer(
  npm: string,
  data: string,
  ports: { fabric: number; ingress: number; admin: number },
): Deno.ChildProcess {
  // The program itself: the script of that name would leave it behind when it is ended.
  const platform = `${Deno.build.os}-${Deno.build.arch === "aarch64" ? "arm64" : "x64"}`;
  return start(
    `${npm}/node_modules/@restatedev/restate-server-${platform}/bin/restate-server`,
    {
      args: [
        ...["--no-logo", "--base-dir", data, "--node-name", "bench"],
        ...["--listen-mode", "tcp", "--bind-ip", "127.0.0.1"],
        ...["--bind-port", String(ports.fabric)],
      ],
      env: {
        RESTATE_INGRESS__BIND_PORT: String(ports.ingress),
        RESTATE_ADMIN__BIND_PORT: String(ports.admin),
        RESTATE_ADMIN__DISABLE_WEB_UI: "true",
        RESTATE_DISABLE_TELEMETRY: "true",
        RESTATE_LOG_FILTER: "warn",
      },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    },
  );
}

function startService(npm: string): Deno.ChildProcess {
  return start(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-config", SERVICE, npm],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  });
}

async function end(processes: Deno.ChildProcess[]): Promise<void> {
  for (const process of processes) {
    try {
      process.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
  await Promise.all(processes.map((process) => process.status));
}

/** Ports that were free a moment ago. */
function freePorts(count: number): number[] {
  const listeners = Array.from(
    { length: count },
    () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  );
  const ports = listeners.map((listener) => (listener.addr as Deno.NetAddr).port);
  for (const listener of listeners) listener.close();
  return ports;
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (text.includes("\n")) break;
  }
  return text.split("\n")[0]!;
}

/** Waits until an address answers well. */
async function until(url: string): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (performance.now() < end) {
    try {
      const response = await fetch(url);
      await response.body?.cancel();
      if (response.ok) return;
    } catch {
      // Not yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Nothing answers at ${url}`);
}
