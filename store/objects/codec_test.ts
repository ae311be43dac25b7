import assert from "node:assert/strict";
import { decode, DecodeError, encode, EncodeError, extended, extendedFrom } from "./codec.ts";

function roundTrip(value: unknown): unknown {
  const { kind, bytes } = encode(value);
  return decode(kind, bytes.slice());
}

Deno.test("encode() sorts keys by their UTF-16 code units", () => {
  const cases: [unknown, string][] = [
    [{ b: 1, a: [{ d: 1, c: 2 }] }, '{"a":[{"c":2,"d":1}],"b":1}'],
    [{ 9: 1, 10: 2, a: { y: 1, x: 2 } }, '{"10":2,"9":1,"a":{"x":2,"y":1}}'],
    [{ "\u{1f600}": 1, "\uffff": 2 }, '{"\u{1f600}":1,"\uffff":2}'],
    [{ b: undefined, a: 1 }, '{"a":1,"b":{"$type":"undefined"}}'],
  ];
  for (const [value, text] of cases) {
    assert.equal(new TextDecoder().decode(encode(value).bytes), text);
  }
});

Deno.test("encode() chooses the kind by what JSON can hold", () => {
  const sparse = [1, 2, 3];
  delete sparse[1];
  const cases: [string, unknown[]][] = [
    ["json", [null, true, 0, -1.5, "", "ü", [], {}, [[1]], { a: { b: null } }, "x".repeat(65536)]],
    ["text", ["x".repeat(65537), "ü".repeat(70000)]],
    ["ext", [undefined, NaN, Infinity, -0, [-0], 1n, new Date(0), /a/, new URL("a:b"), new Map()]],
    ["ext", [new Set(), new Error("e"), sparse, [undefined], Object.create(null), { $type: 1 }]],
    ["ext", ["\ud800", "\ud800" + "x".repeat(65537), { "\udc00": 1 }, [new Uint8Array(1)]]],
    ["ext", [JSON.parse('{"__proto__":1}'), new DataView(new ArrayBuffer(2))]],
    ["bytes", [new Uint8Array(3)]],
    ["float64", [new Float64Array([1, NaN, -0])]],
    ["int32", [new Int32Array([1, -1])]],
    ["bigint64", [new BigInt64Array([-1n])]],
    ["arraybuffer", [new ArrayBuffer(3)]],
  ];
  for (const [kind, values] of cases) {
    for (const value of values) {
      assert.equal(encode(value).kind, kind);
      assert.deepStrictEqual(roundTrip(value), value);
    }
  }
});

Deno.test("encode() keeps cycles and what is shared in them", () => {
  const shared = { x: 1 };
  const map = new Map<unknown, unknown>();
  const value = { b: [shared, shared], map, self: {} as unknown, array: [] as unknown[] };
  value.self = value;
  value.array.push(value.array, map);
  map.set(map, value).set("error", new Error("e", { cause: map }));
  const copy = roundTrip(value) as typeof value;
  assert.equal(copy.self, copy);
  assert.equal(copy.b[0], copy.b[1]);
  assert.equal(copy.array[0], copy.array);
  assert.equal(copy.array[1], copy.map);
  assert.equal(copy.map.get(copy.map), copy);
  assert.equal((copy.map.get("error") as Error).cause, copy.map);
  assert.deepStrictEqual(encode(copy), encode(value));
});

Deno.test("encode() keeps cycles below keys that look like indices", () => {
  const inner: Record<string, unknown> = {};
  inner.self = inner;
  const value = { 9: inner, 10: inner, a: [inner] };
  const copy = roundTrip(value) as typeof value;
  assert.equal(copy[9], copy[10]);
  assert.equal(copy[9], copy.a[0]);
  assert.equal(copy[9]!.self, copy[9]);
  assert.deepStrictEqual(encode(copy), encode(value));
});

Deno.test("encode() keeps what there is to an error", () => {
  class Custom extends TypeError {
    override name = "Custom";
    code = 7;
    type = "x";
  }
  const error = new AggregateError([new Custom("inner"), 3], "outer", { cause: "why" });
  const copy = roundTrip(error) as AggregateError;
  assert.deepStrictEqual(
    [copy instanceof AggregateError, copy.message, copy.cause, copy.stack, copy.errors[1]],
    [true, "outer", "why", error.stack, 3],
  );
  const inner = copy.errors[0];
  assert.deepStrictEqual(
    [Object.getPrototypeOf(inner), inner.name, inner.message, inner.code, inner.type],
    [TypeError.prototype, "Custom", "inner", 7, "x"],
  );
  assert.equal((roundTrip(AbortSignal.abort().reason) as Error).name, "AbortError");
});

Deno.test("encode() reads getters as data and leaves out symbols and hidden properties", () => {
  const value = {
    get a() {
      return 1;
    },
    [Symbol("s")]: 2,
  };
  Object.defineProperty(value, "hidden", { value: 3, enumerable: false });
  assert.deepStrictEqual(roundTrip(value), { a: 1 });
});

Deno.test("encode() says where and what cannot be kept", () => {
  class Foo {}
  class Words extends Array {}
  const transferred = new Uint8Array(1);
  structuredClone(transferred, { transfer: [transferred.buffer] });
  const cases: [unknown, string, string][] = [
    [() => 1, "", "a function"],
    [{ rows: [1, 2, 3, { fn: () => 1 }] }, ".rows[3].fn", "a function"],
    [{ "a b": Symbol("s") }, '["a b"]', "a symbol"],
    [{ π: [Promise.resolve()] }, ".π[0]", "a promise; await it first"],
    [new Map([["k", [new Foo()]]]), '.get("k")[0]', "an instance of class Foo; keep a plain"],
    [new Map([[{ f() {} }, 1]]), ".keys()[0].f", "a function"],
    [new Map([[{}, new WeakMap()]]), ".values()[0]", "an instance of class WeakMap"],
    [new Set([1, new Words()]), ".values()[1]", "an instance of class Words"],
    [new Error("e", { cause: Foo }), ".cause", "a function"],
    [
      {
        get now() {
          throw new Error("not yet");
        },
      },
      ".now",
      "not readable: Error: not yet",
    ],
    [[Object(1)], "[0]", "a Number object"],
    [Object.create({ a: 1 }), "", "an object with a prototype of its own"],
    [new SharedArrayBuffer(1), "", "shared memory"],
    [new Uint8Array(new SharedArrayBuffer(1)), "", "shared memory"],
    [{ a: transferred }, ".a", "memory that has been transferred elsewhere"],
    [transferred, "", "memory that has been transferred elsewhere"],
    [new ReadableStream(), "", "a stream"],
  ];
  for (const [value, path, reason] of cases) {
    assert.throws(() => encode(value), (error) => {
      assert(error instanceof EncodeError);
      assert.equal(error.path, path);
      assert(error.reason.startsWith(reason), error.reason);
      return true;
    });
  }
});

Deno.test("encode() and decode() stay on the stack however deep a value is", () => {
  const nest = (levels: number, wrap: (inner: unknown) => unknown) => {
    let value: unknown = 1;
    for (let i = 0; i < levels; i++) value = wrap(value);
    return value;
  };
  for (
    const wrap of [(v: unknown) => [v], (v: unknown) => ({ v }), (v: unknown) => new Map([[v, v]])]
  ) {
    const levels = wrap(1) instanceof Map ? 10 : 500;
    const deep = nest(levels, wrap);
    assert.deepStrictEqual(encode(roundTrip(deep)), encode(deep));
    if (levels === 500) assert.throws(() => encode(nest(100_000, wrap)), EncodeError);
  }
  const chain = nest(500, (v) => new Set([v]));
  assert.deepStrictEqual(encode(roundTrip(chain)), encode(chain));
  const bytes = new TextEncoder().encode("[".repeat(200_000) + "]".repeat(200_000));
  assert.throws(() => decode("ext", bytes), DecodeError);
});

Deno.test("encode() is not led astray by what a step does to prototypes", () => {
  const value = { b: [1, { d: 1, c: "x" }], a: new Map([[1, [2]]]) };
  const before = encode(value);
  const plain = encode(value.b);
  const { prototype } = Object as unknown as { prototype: Record<string, unknown> };
  try {
    prototype.toJSON = () => "wrong";
    prototype.extra = 1;
    assert.deepStrictEqual([encode(value), encode(value.b)], [before, plain]);
  } finally {
    delete prototype.toJSON;
    delete prototype.extra;
  }
});

Deno.test("decode() pollutes no prototype", () => {
  const texts = [
    '{"__proto__":{"polluted":1},"a":{"$type":"undefined"}}',
    '{"$type":"object","entries":[["__proto__",{"polluted":1}]]}',
    '{"$type":"error","class":"Error","message":"","name":"","properties":{"__proto__":{"polluted":1}}}',
    '[{"$type":"def","id":1,"value":{"__proto__":[{"$type":"ref","id":1}]}}]',
  ];
  for (const text of texts) {
    const value = decode("ext", new TextEncoder().encode(text)) as object;
    const object = Array.isArray(value) ? value[0] : value;
    assert(Object.hasOwn(object, "__proto__"));
    assert.equal((object as { polluted?: number }).polluted, undefined);
  }
  assert.equal(({} as { polluted?: number }).polluted, undefined);
});

Deno.test("decode() gives values that own their memory", () => {
  const shared = new Uint8Array(new SharedArrayBuffer(2));
  const value = decode("bytes", shared) as Uint8Array;
  shared[0] = 1;
  assert.deepStrictEqual(value, new Uint8Array(2));
  const part = decode("int16", new Uint8Array([9, 1, 0, 2, 0]).subarray(1)) as Int16Array;
  assert.deepStrictEqual(part, new Int16Array([1, 2]));
  assert.equal(part.buffer.byteLength, 4);
});

Deno.test("extended() is plain where JSON is exact, and what ext stores elsewhere", () => {
  const plain = { b: 1, a: [2] };
  assert.equal(extended(plain), plain);
  const bytes = { $type: "bytes", base64: "AQI=" };
  assert.deepStrictEqual(extended(new Uint8Array([1, 2])), bytes);
  for (const value of [plain, new Uint8Array([1, 2]), [1n], "x".repeat(70000)]) {
    const { kind, bytes } = encode(value);
    assert.deepStrictEqual(extendedFrom(kind, bytes), extended(value));
  }
  assert.deepStrictEqual(extendedFrom("my.kind", new Uint8Array([1])), {
    $type: "my.kind",
    base64: "AQ==",
  });
});
