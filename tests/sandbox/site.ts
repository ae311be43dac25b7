import { createSocket } from "node:dgram";
import { DatabaseSync } from "node:sqlite";
import type { Event, Lab } from "../acceptance/harness.ts";
import { exists } from "../../store/path.ts";
import { GROUPS, type Outcome } from "./flows/probes.ts";

/** What came of the probes, by group and name. */
export interface ProbeResults {
  outcomes: Record<string, Outcome>;
  /** What to do about it, as the failure of the step says. */
  hints: Record<string, string | undefined>;
}

function hintsOf(outcomes: Record<string, Outcome>, events: Event[]): ProbeResults["hints"] {
  const hints = new Map(
    events.filter(({ type }) => type === "attempt_failed")
      .map(({ task, error }) => [Number(task), error.hint]),
  );
  return Object.fromEntries(
    Object.entries(outcomes).map(([name, { task }]) => [name, hints.get(task)]),
  );
}

/** The C library, wherever it is. */
export const LIBRARY = [
  "/lib/x86_64-linux-gnu/libc.so.6",
  "/lib/aarch64-linux-gnu/libc.so.6",
  "/lib64/libc.so.6",
  "/usr/lib/libc.so.6",
].find((path) => exists(path)) ?? "/usr/lib/libSystem.B.dylib";

/** The flow that tries them. */
export const PROBES = new URL("flows/probes.ts", import.meta.url).pathname;

/** All groups of probes. */
export const ALL_GROUPS = Object.keys(GROUPS);

/**
 * What probes aim at: files, servers and a socket outside of what a step may reach. It remembers
 * what has reached it.
 */
export class ProbeSite implements AsyncDisposable {
  readonly outside: string;
  readonly out: string;
  readonly host: string;
  readonly socket: string;
  readonly heard: string[] = [];
  #lab: Lab;
  #server: Deno.HttpServer<Deno.NetAddr>;
  #listener: Deno.Listener;
  #datagrams = createSocket("udp4");

  constructor(lab: Lab) {
    this.#lab = lab;
    this.outside = `${lab.path}/outside`;
    this.out = `${lab.path}/out`;
    this.socket = `${lab.path}/socket`;
    lab.write("outside/secret.json", `{"secret":"TOPSECRET"}`);
    lab.write("outside/secret.txt", "TOPSECRET");
    lab.write("outside/secret.bytes", "TOPSECRET");
    lab.write("outside/secret.ts", `export const secret = "TOPSECRET";`);
    lab.write("outside/worker.ts", `postMessage("TOPSECRET");`);
    lab.write("outside/secret.env", "FLOW_PROBE_4=TOPSECRET");
    Deno.symlinkSync(`${this.outside}/secret.txt`, `${this.outside}/link`);
    new DatabaseSync(`${this.outside}/secret.db`).close();
    for (const name of ["file", "remove", "rename"]) lab.write(`out/${name}`, "as it was");
    lab.write(".flow/objects/probe.json", "{}");
    lab.write(".flow/code/other/secret.json", "{}");
    lab.write(".flow/tmp/x-1-other/work/secret.json", "{}");
    this.#server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
      this.heard.push(request.url);
      return this.#answer(request);
    });
    this.host = `127.0.0.1:${this.#server.addr.port}`;
    this.#listener = Deno.listen({ transport: "unix", path: this.socket });
    void this.#accept();
    this.#datagrams.on("message", (bytes) => this.heard.push(`datagram ${bytes}`));
    this.#datagrams.bind(this.#server.addr.port, "127.0.0.1");
  }

  /** Runs the flow of the probes. */
  async probe(
    file: string,
    groups: readonly string[],
    args: readonly string[] = [],
  ): Promise<ProbeResults> {
    const { run, events } = await this.#lab.run(file, [
      ...["--groups", groups.join(",")],
      ...["--outside", this.outside],
      ...["--out", this.out],
      ...["--host", this.host],
      ...["--socket", this.socket],
      ...["--library", LIBRARY],
      ...["--store-folder", this.#lab.store],
      ...args,
    ], { env: { FLOW_PROBE: "TOPSECRET" } });
    const { outcomes } = await this.#lab.dump(run);
    return { outcomes, hints: hintsOf(outcomes, events) };
  }

  #answer(request: Request): Response {
    if (request.headers.get("upgrade") === "websocket") {
      return Deno.upgradeWebSocket(request).response;
    }
    if (request.headers.get("accept") === "text/event-stream") {
      const body = ReadableStream.from([new TextEncoder().encode(": hello\n\n")]);
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    }
    return new Response("postMessage(1);", { headers: { "content-type": "text/javascript" } });
  }

  async #accept() {
    for await (const connection of this.#listener) {
      this.heard.push("a connection by the Unix socket");
      connection.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.#datagrams.close();
    await this.#server.shutdown();
  }
}
