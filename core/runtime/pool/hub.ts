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

/** Bytes that a greeting may have. */
const GREETING = 4096;
/** Connections that have not greeted, at most: the oldest goes for the next. */
const UNGREETED = 64;

/**
 * Where executors call in: a Unix socket in a folder that only this user can open. An executor
 * proves itself with a token that it got on its standard input and that is good for one call.
 */
export class Hub {
  readonly path: string;
  #folder: string;
  #listener: Deno.UnixListener;
  #expected = new Map<string, Caller>();
  #closed = false;
  /** Who has connected and said nothing yet, oldest first. */
  #ungreeted = new Set<Deno.UnixConn>();

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
    this.#closed = true;
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
    while (!this.#closed) {
      try {
        const connection = await this.#listener.accept();
        this.#makeRoom();
        this.#ungreeted.add(connection);
        void this.#serve(connection);
      } catch {
        // The listener was closed. Or there are too many open files: those of strangers go.
        if (!this.#closed && !this.#makeRoom(0)) await new Promise((wait) => setTimeout(wait, 50));
      }
    }
  }

  /** Hangs up on who has connected without a greeting, until so many are left. */
  #makeRoom(left = UNGREETED - 1): boolean {
    const surplus = this.#ungreeted.size > left;
    for (const connection of this.#ungreeted) {
      if (this.#ungreeted.size <= left) break;
      this.#ungreeted.delete(connection);
      close(connection);
    }
    return surplus;
  }

  async #serve(connection: Deno.UnixConn) {
    const reader = new FrameReader(GREETING);
    let buffer = new Uint8Array(GREETING);
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
              this.#ungreeted.delete(connection);
              reader.trust();
              buffer = new Uint8Array(256 * 1024);
            } else caller.message(message, frame.payload);
          }
        }
      }
    } catch {
      // The executor is gone, or does not speak our language: the same to us.
    } finally {
      this.#ungreeted.delete(connection);
      close(connection);
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
      close: () => close(connection),
    });
    return caller;
  }
}

function close(connection: Deno.UnixConn): void {
  try {
    connection.close();
  } catch {
    // Closed already.
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
