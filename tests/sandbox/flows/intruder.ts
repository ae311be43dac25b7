import { catchError, type CaughtError, current, FlowSpec, permissions, step } from "flow";

/** A step with many rights that turns on the process that runs it. */
export default class Intruder extends FlowSpec {
  tried!: Record<string, string>;
  failure?: CaughtError;

  @permissions({ read: true, write: true, net: true, env: true, sys: true })
  @catchError({ print: false })
  @step
  async start() {
    const store = current.tempDir.replace(/\/tmp\/x-.*/, "");
    const socket = this.findSocket(`${store}/tmp`);
    this.tried = {
      "bytes that are no message": await this.say(socket, new Uint8Array(4096).fill(255)),
      "a message without a greeting": await this.say(
        socket,
        frame([{
          t: "finished",
          task: 1,
          attempt: 1,
          started: 0,
          finished: 0,
          refs: [],
          next: {},
        }]),
      ),
      "a greeting with a token that it made up": await this.say(
        socket,
        frame([{ t: "hello", token: crypto.randomUUID(), pid: 1 }, {
          t: "ready",
          constants: null,
        }]),
      ),
      "a greeting of many megabytes": await this.say(socket, lengths(1 << 25, 0)),
      "a greeting with bytes that will not come": await this.say(socket, lengths(64, 1 << 27)),
      "connections that say nothing": await this.hold(socket, 200),
      "the scheduler's memory": look(() => Deno.openSync(`/proc/${Deno.ppid}/mem`).close()),
      "the scheduler's environment": look(() => Deno.readFileSync(`/proc/${Deno.ppid}/environ`)),
      "its own memory": look(() => Deno.openSync("/proc/self/mem").close()),
      "a signal to the scheduler": look(() => Deno.kill(Deno.ppid, "SIGURG")),
      "writing the database": look(() =>
        Deno.openSync(`${store}/flow.db`, { write: true }).close()
      ),
      "writing an object": look(() => Deno.writeTextFileSync(`${store}/objects/x`, "x")),
      "writing a code package": look(() => Deno.writeTextFileSync(`${store}/code/x`, "x")),
      "removing the store": look(() => Deno.removeSync(store, { recursive: true })),
    };
    this.next(this.end);
  }

  @step
  end() {}

  findSocket(folder: string): string {
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
    return `${folder}/${names.find((name) => name.startsWith("hub-"))}/s`;
  }

  /** Connects many times, and tells whether the first were let go. */
  async hold(path: string, count: number): Promise<string> {
    const connections: Deno.UnixConn[] = [];
    try {
      for (let at = 0; at < count; at++) {
        connections.push(await Deno.connect({ transport: "unix", path }));
      }
      return await connections[0]!.read(new Uint8Array(64)) === null ? "hung up" : "heard";
    } catch (error) {
      return String(error);
    } finally {
      for (const connection of connections) connection.close();
    }
  }

  /** Sends bytes, and tells what comes back. */
  async say(path: string, bytes: Uint8Array): Promise<string> {
    const connection = await Deno.connect({ transport: "unix", path });
    try {
      await connection.write(bytes);
      const count = await connection.read(new Uint8Array(64));
      return count === null ? "hung up" : `${count} bytes`;
    } catch (error) {
      // It hung up before all was said.
      return error instanceof Deno.errors.NotCapable ? "held" : "hung up";
    } finally {
      connection.close();
    }
  }
}

function look(deed: () => unknown): string {
  try {
    deed();
    return "done";
  } catch (error) {
    return error instanceof Deno.errors.NotCapable ? "held" : String(error);
  }
}

/** As the executor frames what it says. */
function frame(messages: unknown[]): Uint8Array {
  const header = new TextEncoder().encode(JSON.stringify(messages));
  const bytes = new Uint8Array(8 + header.length);
  new DataView(bytes.buffer).setUint32(0, header.length);
  bytes.set(header, 8);
  return bytes;
}

/** The beginning of a frame that says how much is to come. */
function lengths(header: number, payload: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setUint32(0, header);
  new DataView(bytes.buffer).setUint32(4, payload);
  return bytes;
}
