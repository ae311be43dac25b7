import assert from "node:assert/strict";
import fc from "fast-check";
import { holds } from "../../../tests/helpers/property.ts";
import { concat, encodeFrame, FrameReader, FrameWriter, Payload, pieceOf } from "./frames.ts";

/** Cuts bytes at the given places. */
function cut(bytes: Uint8Array, places: number[]): Uint8Array[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) =>
    a - b
  );
  return [0, ...ends].map((start, at) => bytes.slice(start, ends[at] ?? bytes.length));
}

const frames = fc.array(
  fc.record({
    header: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value))),
    pieces: fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 }),
  }),
  { maxLength: 5 },
);

Deno.test("FrameReader.push() gives the frames that were encoded, wherever the bytes are cut", async () => {
  await holds(
    fc.property(frames, fc.array(fc.nat(), { maxLength: 12 }), (given, places) => {
      const encoded = given.map(({ header, pieces }) => {
        const payload = new Payload();
        const refs = pieces.map((piece) => payload.add(piece));
        return { refs, bytes: encodeFrame({ header, refs }, payload) };
      });
      const reader = new FrameReader();
      const found = cut(concat(encoded.map(({ bytes }) => bytes)), places)
        .flatMap((part) => [...reader.push(part)]);
      assert.equal(found.length, given.length);
      found.forEach(({ header, payload }, at) => {
        const { header: expected, pieces } = given[at]!;
        assert.deepEqual(header, { header: expected, refs: encoded[at]!.refs });
        encoded[at]!.refs.forEach((ref, piece) => {
          assert.deepEqual(new Uint8Array(pieceOf(payload, ref)), new Uint8Array(pieces[piece]!));
        });
      });
    }),
    { runs: 100 },
  );
});

Deno.test("FrameReader.push() gives payloads of their own memory", () => {
  const payload = new Payload();
  payload.add(new Uint8Array([1, 2, 3]));
  const bytes = encodeFrame("a", payload);
  const [frame] = new FrameReader().push(bytes);
  bytes.fill(0);
  assert.deepEqual([...frame!.payload], [1, 2, 3]);
});

Deno.test("FrameReader.push() refuses bytes that are no frames", () => {
  const reader = new FrameReader();
  const text = new TextEncoder().encode("GET / HTTP/1.1\r\n\r\n");
  assert.throws(() => [...reader.push(text)], /no frames/);
});

/** A connection that takes a few bytes at a time, and only when it is let. */
class SlowConnection {
  readonly written: Uint8Array[] = [];
  calls = 0;
  async write(bytes: Uint8Array): Promise<number> {
    this.calls++;
    await Promise.resolve();
    const taken = bytes.slice(0, 7);
    this.written.push(taken);
    return taken.length;
  }
}

Deno.test("FrameWriter.send() writes all frames in order over a connection that takes little", async () => {
  const connection = new SlowConnection();
  const writer = new FrameWriter(connection);
  for (let at = 0; at < 50; at++) {
    const payload = new Payload();
    payload.add(new Uint8Array(at).fill(at));
    writer.send({ at }, payload);
  }
  assert.ok(writer.backlog > 0);
  await writer.flushed();
  assert.equal(writer.backlog, 0);
  const found = [...new FrameReader().push(concat(connection.written))];
  assert.deepEqual(
    found.map(({ header }) => header),
    Array.from({ length: 50 }, (_, at) => ({ at })),
  );
  assert.ok(
    found.every(({ payload }, at) => payload.length === at && payload.every((b) => b === at)),
  );
});

Deno.test("FrameWriter.send() joins what is given while a write is under way", async () => {
  const sizes: number[] = [];
  const release = Promise.withResolvers<void>();
  const writer = new FrameWriter({
    async write(bytes) {
      sizes.push(bytes.length);
      await release.promise;
      return bytes.length;
    },
  });
  for (let at = 0; at < 10; at++) writer.send(at);
  release.resolve();
  await writer.flushed();
  assert.equal(sizes.length, 2);
});

Deno.test("FrameWriter.send() tells of a connection that has failed, once, and goes on quietly", async () => {
  const failures: unknown[] = [];
  const broken = new Error("gone");
  const writer = new FrameWriter({ write: () => Promise.reject(broken) }, (e) => failures.push(e));
  writer.send("a");
  writer.send("b");
  await writer.flushed();
  assert.deepEqual(failures, [broken]);
});

Deno.test("Payload.add() counts offsets, also of nothing", () => {
  const payload = new Payload();
  assert.deepEqual(payload.add(new Uint8Array(3)), [0, 3]);
  assert.deepEqual(payload.add(new Uint8Array(0)), [3, 0]);
  assert.deepEqual(payload.add(new Uint8Array(2)), [3, 2]);
  assert.equal(payload.length, 5);
});
