import assert from "node:assert/strict";
import { codecs, decode, DecodeError, encode, EncodeError, registerCodec } from "./codec.ts";

class Point {
  constructor(readonly x: number, readonly y: number) {}
}

const point = {
  kind: "test.point",
  test: (value: unknown) => value instanceof Point,
  encode: ({ x, y }: Point) => new Uint8Array([x, y]),
  decode: ([x, y]: Uint8Array) => new Point(x!, y!),
};

Deno.test("registerCodec() adds a codec that is tried before the built-in ones", () => {
  registerCodec(point);
  registerCodec(point);
  assert.equal(codecs().filter((codec) => codec.kind === point.kind).length, 1);
  const { kind, bytes } = encode(new Point(1, 2));
  assert.equal(kind, "test.point");
  assert.deepStrictEqual(decode(kind, bytes), new Point(1, 2));
  assert.equal(encode({ x: 1 }).kind, "json");
  assert.throws(() => encode([new Point(1, 2)]), EncodeError);
});

Deno.test("registerCodec() refuses the kinds of Flow", () => {
  for (const kind of ["json", "ext", "bytes", "", "a b"]) {
    assert.throws(() => registerCodec({ ...point, kind }), TypeError);
  }
});

Deno.test("encode() and decode() turn errors of a codec into their own", () => {
  class Bad {}
  const fail = () => {
    throw new RangeError("no");
  };
  registerCodec({ kind: "test.bad", test: (v) => v instanceof Bad, encode: fail, decode: fail });
  assert.throws(() => encode(new Bad()), EncodeError);
  assert.throws(() => decode("test.bad", new Uint8Array()), DecodeError);
  registerCodec({
    kind: "test.bad",
    test: (v) => v instanceof Bad,
    encode: () => "text" as never,
    decode: fail,
  });
  assert.throws(() => encode(new Bad()), EncodeError);
});
