import assert from "node:assert/strict";
import { cutStream, readRange } from "./range.ts";

Deno.test("readRange() reads one range of bytes, open at either end", () => {
  assert.deepEqual(readRange("bytes=2-4", 10), { first: 2, last: 4 });
  assert.deepEqual(readRange("bytes=2-", 10), { first: 2, last: 9 });
  assert.deepEqual(readRange("bytes=-3", 10), { first: 7, last: 9 });
  assert.deepEqual(readRange("bytes=-30", 10), { first: 0, last: 9 });
  assert.deepEqual(readRange("bytes=0-99", 10), { first: 0, last: 9 });
});

Deno.test("readRange() gives the whole where there is no range that it knows", () => {
  for (const header of [undefined, "", "bytes=-", "bytes=1-2,4-5", "items=1-2", "bytes=5-2"]) {
    assert.equal(readRange(header, 10), null, header);
  }
});

Deno.test("readRange() refuses a range without a byte", () => {
  for (const [header, size] of [["bytes=10-", 10], ["bytes=0-", 0], ["bytes=-0", 10]] as const) {
    assert.throws(() => readRange(header, size), { code: "range" });
  }
});

Deno.test("cutStream() gives the bytes of a range wherever pieces end, and reads no further", async () => {
  const bytes = Uint8Array.from({ length: 10 }, (_, at) => at);
  for (const piece of [1, 3, 10]) {
    for (let first = 0; first < 10; first++) {
      for (let last = first; last < 10; last++) {
        let read = 0;
        const pieces = function* () {
          for (; read < 10; read += piece) yield bytes.subarray(read, read + piece);
        };
        const cut = cutStream(ReadableStream.from(pieces()), { first, last });
        assert.deepEqual(await new Response(cut).bytes(), bytes.subarray(first, last + 1));
        // A stream makes the next piece ready before it is asked for.
        assert.ok(read <= last + 2 * piece, `${read} of ${last}`);
      }
    }
  }
});
