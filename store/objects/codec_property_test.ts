import assert from "node:assert/strict";
import fc from "fast-check";
import { holds } from "../../tests/helpers/property.ts";
import { anyGraph, anyValue } from "./arbitrary_value.ts";
import { decode, DecodeError, encode, type Encoded, extended, extendedFrom } from "./codec.ts";
import { TYPED_ARRAY_KINDS } from "./typed_arrays.ts";

const KINDS = ["json", "ext", "text", "file", "arraybuffer", ...TYPED_ARRAY_KINDS, "?"];

function roundTrip(value: unknown): unknown {
  const { kind, bytes } = encode(value);
  return decode(kind, bytes.slice());
}

/** The same value with the keys of its objects in another order, at every level. */
function shuffled(value: unknown, rank: (key: string) => number): unknown {
  if (typeof value !== "object" || value === null) return value;
  const again = (item: unknown) => shuffled(item, rank);
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [again(k), again(v)]));
  if (value instanceof Set) return new Set([...value].map(again));
  const prototype = Object.getPrototypeOf(value);
  const isArray = prototype === Array.prototype;
  if (prototype !== Object.prototype && prototype !== null && !isArray) return value;
  const copy = isArray
    ? Object.assign([], { length: (value as unknown[]).length })
    : Object.create(prototype);
  const keys = Object.keys(value).sort((a, b) => rank(a) - rank(b));
  for (const key of keys) {
    const item = again((value as Record<string, unknown>)[key]);
    const how = { value: item, enumerable: true, writable: true, configurable: true };
    Object.defineProperty(copy, key, how);
  }
  return copy;
}

/** What objects hold, in an order that does not depend on how they came to be. */
function contents(value: object): unknown[] {
  if (value instanceof Map) return [...value].flat();
  if (value instanceof Set) return [...value];
  if (value instanceof Error) return [value.cause];
  if (ArrayBuffer.isView(value)) return [];
  return Object.keys(value).sort().map((key) => (value as Record<string, unknown>)[key]);
}

function hasCycle(value: unknown, above: readonly object[] = []): boolean {
  if (typeof value !== "object" || value === null) return false;
  return above.includes(value) || contents(value).some((one) => hasCycle(one, [...above, value]));
}

/** Holds where one object stands in one value, the same one object stands in the other. */
function assertSameObjects(one: unknown, other: unknown, known = new Map<object, object>()): void {
  if (typeof one !== "object" || one === null) return;
  const before = known.get(one);
  if (before !== undefined) return assert.equal(other, before);
  known.set(one, other as object);
  const items = contents(other as object);
  contents(one).forEach((item, at) => assertSameObjects(item, items[at], known));
}

/** All that is on the prototypes that every value has. */
function prototypes(): unknown[] {
  return [Object, Array, Map, Set, Error, Date, RegExp, Function, String, Uint8Array]
    .map(({ prototype }) => Object.getOwnPropertyDescriptors(prototype));
}

Deno.test("decode() gives back values of all sorts", async () => {
  await holds(
    fc.property(anyValue, (value) => assert.deepStrictEqual(roundTrip(value), value)),
    { runs: 2000 },
  );
});

Deno.test("decode() gives back which objects are one and the same, where there are cycles", async () => {
  await holds(
    fc.property(anyGraph, (value) => {
      const copy = roundTrip(value);
      assert.deepStrictEqual(encode(copy), encode(value));
      if (!hasCycle(value)) return assert.deepStrictEqual(copy, value);
      assertSameObjects(value, copy);
      assertSameObjects(copy, value);
    }),
    { runs: 2000 },
  );
});

Deno.test("encode() gives equal bytes for equal values, in whatever order they were made", async () => {
  await holds(
    fc.property(anyValue, fc.func(fc.nat(1000)), (value, rank) => {
      const once = encode(value);
      assert.deepStrictEqual(encode(shuffled(value, rank)), once);
      assert.deepStrictEqual(encode(roundTrip(value)), once);
    }),
    { runs: 1000 },
  );
});

Deno.test("extended() is what is stored, for every value", async () => {
  await holds(
    fc.property(fc.oneof(anyValue, anyGraph), (value) => {
      const { kind, bytes } = encode(value);
      const form = JSON.parse(JSON.stringify(extended(value)));
      assert.deepStrictEqual(extendedFrom(kind, bytes), form);
    }),
    { runs: 500 },
  );
});

/** Decodes bytes that may be wrong. What comes out can be kept, and then is what it is. */
function decodeAnything({ kind, bytes }: Encoded): void {
  const before = prototypes();
  let value: unknown;
  try {
    value = decode(kind, bytes.slice());
  } catch (error) {
    assert.ok(error instanceof DecodeError, String(error));
    return;
  } finally {
    assert.deepStrictEqual(prototypes(), before);
  }
  const kept = encode(value);
  assert.deepStrictEqual(encode(decode(kept.kind, kept.bytes.slice())), kept);
}

const anyBytes = fc.record({
  kind: fc.constantFrom(...KINDS),
  bytes: fc.oneof(fc.uint8Array(), fc.json().map((text) => new TextEncoder().encode(text))),
}) as fc.Arbitrary<Encoded>;

Deno.test("decode() gives a value that can be kept, or a DecodeError, for any bytes", async () => {
  await holds(fc.property(anyBytes, decodeAnything), { runs: 2000 });
});

type Edit = { at: number; remove: number; insert: Uint8Array };

const word = fc.constantFrom(
  ...['"$type"', '"__proto__"', '"ref"', '"def"', '"id"', "1", "-1", "1e400", "4294967295", "null"],
  ...["[", "]", "{", "}", ",", ":", '"', "\\ud800", '{"$type":"ref","id":1}', '"prototype":null'],
  ...['"map"', '"set"', '"array"', '"error"', '"object"', '"bigint"', '"date"', '"dataview"'],
).map((text) => new TextEncoder().encode(text));

const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({
    at: fc.nat(),
    remove: fc.nat(12),
    insert: fc.oneof(word, fc.uint8Array({ maxLength: 3 })),
  }),
  { minLength: 1, maxLength: 4 },
);

function edited(bytes: Uint8Array, changes: readonly Edit[]): Uint8Array<ArrayBuffer> {
  let all = [...bytes];
  for (const { at, remove, insert } of changes) {
    const from = at % (all.length + 1);
    all = [...all.slice(0, from), ...insert, ...all.slice(from + remove)];
  }
  return new Uint8Array(all);
}

Deno.test("decode() gives a value that can be kept, or a DecodeError, for damaged bytes", async () => {
  await holds(
    fc.property(
      fc.oneof(anyValue, anyGraph),
      edits,
      fc.option(fc.constantFrom(...KINDS), { freq: 9 }),
      (value, changes, other) => {
        const { kind, bytes } = encode(value);
        decodeAnything({ kind: other ?? kind, bytes: edited(bytes, changes) });
      },
    ),
    { runs: 2000 },
  );
});

/** JSON with parts of the extended form in it, some of them wrong: a tree, and texts to replace. */
const form = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    fc.constantFrom<unknown>(1, 0, -1, 1e10, 4294967295, "x", "Error", "2024-01-01", null, "AAA="),
    tie("typed"),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.array(fc.tuple(tie("any"), tie("any")), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "__proto__", "b"), tie("any")),
  ),
  typed: fc.tuple(
    fc.constantFrom<unknown>(
      ...["undefined", "number", "bigint", "string", "date", "regexp", "url", "map", "set"],
      ...["object", "array", "error", "def", "def", "ref", "bytes", "int32", "dataview", "no"],
    ),
    fc.dictionary(
      fc.constantFrom(
        ...["value", "values", "entries", "id", "length", "base64", "utf16", "source", "errors"],
        ...["flags", "class", "message", "name", "properties", "prototype", "stack", "cause"],
      ),
      tie("any"),
      { maxKeys: 6 },
    ),
  ).map(([$type, rest]) => ({ ...rest, $type })),
})).any;

Deno.test("decode() gives a value that can be kept, or a DecodeError, for any extended form", async () => {
  await holds(
    fc.property(form, (json) => {
      decodeAnything({ kind: "ext", bytes: new TextEncoder().encode(JSON.stringify(json)) });
    }),
    { runs: 3000 },
  );
});
