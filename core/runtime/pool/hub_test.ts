import assert from "node:assert/strict";
import { concat, encodeFrame, FrameReader, Payload, pieceOf } from "../protocol/frames.ts";
import { Hub, type Link } from "./hub.ts";

/** A hub in a store of its own. */
async function withHub(use: (hub: Hub) => Promise<void>) {
  const store = await Deno.makeTempDir({ prefix: "flow-hub-" });
  const hub = new Hub(store);
  try {
    await use(hub);
  } finally {
    hub.close();
    await Deno.remove(store, { recursive: true });
  }
}

/** Someone who waits for an executor to call, and what was heard. */
function caller(hub: Hub, token: string) {
  const connected = Promise.withResolvers<Link>();
  const gone = Promise.withResolvers<void>();
  const heard: unknown[] = [];
  const waiting = Promise.withResolvers<void>();
  hub.expect(token, {
    connected: connected.resolve,
    message(message, payload) {
      heard.push([message, payload.length]);
      waiting.resolve();
    },
    disconnected: gone.resolve,
  });
  return { connected: connected.promise, gone: gone.promise, heard, first: waiting.promise };
}

async function call(hub: Hub, ...messages: unknown[]): Promise<Deno.UnixConn> {
  const connection = await Deno.connect({ transport: "unix", path: hub.path });
  await connection.write(encodeFrame(messages));
  return connection;
}

/** Reads until the other end closes. */
async function closed(connection: Deno.UnixConn) {
  while (await connection.read(new Uint8Array(1024)) !== null);
  connection.close();
}

Deno.test("Hub connects whoever has the token, both ways, and tells of the end", async () => {
  await withHub(async (hub) => {
    const waiting = caller(hub, "token-1");
    const payload = new Payload();
    payload.add(new Uint8Array(5));
    const connection = await call(hub, { t: "hello", token: "token-1", pid: 1 }, { t: "ready" });
    const link = await waiting.connected;
    await waiting.first;
    assert.deepEqual(waiting.heard, [[{ t: "ready" }, 0]]);
    const answer = new Payload();
    const piece = answer.add(new Uint8Array([1, 2, 3]));
    link.send([{ t: "forget", table: 1 }], answer);
    const buffer = new Uint8Array(1024);
    const count = await connection.read(buffer);
    const [frame] = new FrameReader().push(buffer.slice(0, count!));
    assert.deepEqual(frame!.header, [{ t: "forget", table: 1 }]);
    assert.deepEqual([...pieceOf(frame!.payload, piece)], [1, 2, 3]);
    connection.close();
    await waiting.gone;
  });
});

Deno.test("Hub turns away callers without a token, with a used one, and with other words", async () => {
  await withHub(async (hub) => {
    const waiting = caller(hub, "token-1");
    const forgotten = caller(hub, "token-2");
    hub.forget("token-2");
    const first = await call(hub, { t: "hello", token: "token-1", pid: 1 });
    await waiting.connected;
    await closed(await call(hub, { t: "hello", token: "token-1", pid: 2 }));
    await closed(await call(hub, { t: "hello", token: "token-2", pid: 2 }));
    await closed(await call(hub, { t: "hello", token: "guess", pid: 2 }));
    await closed(await call(hub, { t: "ready", token: "token-1" }));
    const noise = await Deno.connect({ transport: "unix", path: hub.path });
    await noise.write(new TextEncoder().encode("GET / HTTP/1.1\r\n\r\n"));
    await closed(noise);
    assert.deepEqual([waiting.heard, forgotten.heard], [[], []]);
    first.close();
    await waiting.gone;
  });
});

Deno.test({
  name: "Hub listens where only its user can enter, and leaves nothing behind",
  ignore: Deno.build.os === "windows",
  async fn() {
    await withHub((hub) => {
      const folder = hub.path.slice(0, hub.path.lastIndexOf("/"));
      assert.equal(Deno.statSync(folder).mode! & 0o077, 0);
      hub.close();
      assert.throws(() => Deno.statSync(folder), Deno.errors.NotFound);
      return Promise.resolve();
    });
  },
});

Deno.test("Hub listens elsewhere where the store's path is too long for a socket", async () => {
  const root = await Deno.makeTempDir({ prefix: "flow-hub-" });
  const store = `${root}/${"long-".repeat(20)}`;
  await Deno.mkdir(store);
  const hub = new Hub(store);
  try {
    assert.ok(!hub.path.startsWith(store));
    const waiting = caller(hub, "token");
    const connection = await call(hub, { t: "hello", token: "token", pid: 1 });
    await waiting.connected;
    connection.close();
    await waiting.gone;
  } finally {
    hub.close();
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("Hub hangs up on a stranger who says that much is to come, before it comes", async () => {
  await withHub(async (hub) => {
    for (const lengths of [[4097, 0], [64, 1 << 27], [1 << 26, 1 << 28]]) {
      const connection = await Deno.connect({ transport: "unix", path: hub.path });
      const prefix = new Uint8Array(8);
      lengths.forEach((length, at) => new DataView(prefix.buffer).setUint32(4 * at, length));
      await connection.write(prefix);
      await closed(connection);
    }
  });
});

Deno.test("Hub takes what is long from who has greeted, also at once", async () => {
  await withHub(async (hub) => {
    const waiting = caller(hub, "token-1");
    const payload = new Payload();
    payload.add(new Uint8Array(100_000));
    const connection = await Deno.connect({ transport: "unix", path: hub.path });
    const greeting = encodeFrame([{ t: "hello", token: "token-1", pid: 1 }]);
    const frames = concat([greeting, encodeFrame([{ t: "ready" }], payload)]);
    for (let done = 0; done < frames.length;) {
      done += await connection.write(frames.subarray(done));
    }
    await waiting.first;
    assert.deepEqual(waiting.heard, [[{ t: "ready" }, 100_000]]);
    connection.close();
    await waiting.gone;
  });
});

Deno.test("Hub serves an executor however many strangers hold the line", async () => {
  await withHub(async (hub) => {
    const strangers: Deno.UnixConn[] = [];
    for (let at = 0; at < 100; at++) {
      strangers.push(await Deno.connect({ transport: "unix", path: hub.path }));
    }
    const waiting = caller(hub, "token-1");
    const connection = await call(hub, { t: "hello", token: "token-1", pid: 1 });
    await waiting.connected;
    // The first of them had to go.
    await Promise.all(strangers.slice(0, 30).map(closed));
    for (const stranger of strangers.slice(30)) stranger.close();
    connection.close();
    await waiting.gone;
  });
});
