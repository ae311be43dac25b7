import { FrameReader, FrameWriter, Payload } from "../protocol/frames.ts";
import type { FromExecutor, ToExecutor } from "../protocol/messages.ts";

/** The scheduler's end of the connection to one executor. */
export interface Link {
  send(messages: ToExecutor[], payload?: Payload): void;
  close(): void;
}

/** Whoever waits for an executor to call. */
export interface Caller {
  connected(link: Link): void;
  message(message: FromExecutor, payload: Uint8Array<ArrayBuffer>): void;
  disconnected(): void;
}

/**
 * Where executors call in: a Unix socket in a folder that only this user can open. An executor
 * proves itself with a token that it got on its standard input and that is good for one call.
 */
export class Hub {
  readonly path: string;
  #folder: string;
  #listener: Deno.UnixListener;
  #expected = new Map<string, Caller>();

  /** @param store The store's folder: there, what a killed run leaves is swept. */
  constructor(store: string) {
    const { folder, listener } = listenBelow(store) ?? listenElsewhere();
    this.#folder = folder;
    this.path = `${folder}/s`;
    this.#listener = listener;
    void this.#accept();
  }

  expect(token: string, caller: Caller): void {
    this.#expected.set(token, caller);
  }

  forget(token: string): void {
    this.#expected.delete(token);
  }

  close(): void {
    try {
      this.#listener.close();
    } catch {
      // Closed already.
    }
    try {
      Deno.removeSync(this.#folder, { recursive: true });
    } catch {
      // Gone already.
    }
  }

  async #accept() {
    try {
      for await (const connection of this.#listener) void this.#serve(connection);
    } catch {
      // The listener was closed.
    }
  }

  async #serve(connection: Deno.UnixConn) {
    const reader = new FrameReader();
    const buffer = new Uint8Array(256 * 1024);
    let caller: Caller | null = null;
    try {
      for (;;) {
        const count = await connection.read(buffer);
        if (count === null) break;
        for (const frame of reader.push(buffer.slice(0, count))) {
          for (const message of frame.header as FromExecutor[]) {
            if (caller === null) {
              caller = this.#greet(message, connection);
              if (caller === null) return;
            } else caller.message(message, frame.payload);
          }
        }
      }
    } catch {
      // The executor is gone, or does not speak our language: the same to us.
    } finally {
      try {
        connection.close();
      } catch {
        // Closed by `Link.close`.
      }
      caller?.disconnected();
    }
  }

  #greet(message: FromExecutor, connection: Deno.UnixConn): Caller | null {
    if (message.t !== "hello") return null;
    const caller = this.#expected.get(message.token);
    if (caller === undefined) return null;
    this.#expected.delete(message.token);
    const writer = new FrameWriter(connection);
    caller.connected({
      send: (messages, payload) => writer.send(messages, payload),
      close() {
        try {
          connection.close();
        } catch {
          // Closed by the other end.
        }
      },
    });
    return caller;
  }
}

/** A socket's path may have about a hundred characters only. */
const LONGEST_PATH = 90;

interface Listening {
  folder: string;
  listener: Deno.UnixListener;
}

/** Null where the path is too long, or the file system has no sockets. */
function listenBelow(store: string): Listening | null {
  const folder = `${store}/tmp/hub-${Deno.pid}-${crypto.randomUUID().slice(0, 8)}`;
  if (new TextEncoder().encode(folder).length > LONGEST_PATH) return null;
  try {
    Deno.mkdirSync(`${store}/tmp`, { recursive: true });
    Deno.mkdirSync(folder, { mode: 0o700 });
    return { folder, listener: listenIn(folder) };
  } catch {
    return null;
  }
}

function listenElsewhere(): Listening {
  const folder = Deno.makeTempDirSync({ prefix: "flow-" });
  return { folder, listener: listenIn(folder) };
}

function listenIn(folder: string): Deno.UnixListener {
  return Deno.listen({ transport: "unix", path: `${folder}/s` }) as Deno.UnixListener;
}
