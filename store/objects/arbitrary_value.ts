/**
 * Values that are made up, for tests of codecs.
 *
 * @module
 */

import fc from "fast-check";

const ODD_KEYS = ["__proto__", "$type", "toJSON", "constructor", "length", "10", "9", "-1", ""];

const anyKey = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...ODD_KEYS));

const loneSurrogates = fc.array(fc.integer({ min: 0xd7ff, max: 0xe001 }), { maxLength: 5 })
  .map((units) => String.fromCharCode(...units));

const errors = fc.record({
  make: fc.constantFrom(
    (message: string) => new Error(message),
    (message: string) => new RangeError(message, { cause: { message } }),
    (message: string) => new AggregateError([message, undefined], message),
    (message: string) => Object.assign(new TypeError(message), { code: message, path: [-0] }),
    (message: string) => Object.defineProperty(new Error(message), "name", { value: message }),
  ),
  message: fc.oneof(fc.string({ unit: "binary" }), loneSurrogates),
  stack: fc.boolean(),
}).map(({ make, message, stack }) => {
  const error = make(message);
  if (!stack) Object.defineProperty(error, "stack", { value: undefined });
  return error;
});

/** Values that hold no others, except for those in errors. */
const leaves = [
  fc.string({ unit: "binary" }),
  loneSurrogates,
  fc.double(),
  fc.constantFrom(-0, NaN, Infinity, -Infinity, 2 ** 53, Number.MIN_VALUE),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.bigInt(),
  fc.date({ noInvalidDate: false }),
  fc.webUrl().map((url) => new URL(url)),
  fc.constantFrom(/a\/b/giu, new RegExp("\n", "v"), new RegExp("")),
  errors,
  fc.uint8Array().map((bytes) => bytes.buffer),
  fc.uint8Array({ minLength: 2 }).map((bytes) => new DataView(bytes.buffer, 1)),
  fc.uint8Array({ minLength: 3 }).map((bytes) => bytes.subarray(1)),
  fc.array(fc.double()).map((numbers) => new Float16Array(numbers)),
];

/** Trees of values of all sorts that can be kept. */
export const anyValue: fc.Arbitrary<unknown> = fc.anything({
  key: anyKey,
  values: leaves,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withSparseArray: true,
  withTypedArray: true,
});

type Link = { key: string; to: number } | { key: string; leaf: unknown };

/** Adds `item` to a value that holds others, under `key` where it has keys. */
function put(holder: object, key: string, item: unknown): void {
  if (Array.isArray(holder)) holder.push(item);
  else if (holder instanceof Set) holder.add(item);
  else if (holder instanceof Map) holder.set(item, key).set(key, item);
  else {
    const enumerable = !(holder instanceof Error);
    const name = enumerable ? key : "cause";
    Object.defineProperty(holder, name, {
      value: item,
      enumerable,
      writable: true,
      configurable: true,
    });
  }
}

const holders: readonly (() => object)[] = [
  () => ({}),
  () => Object.create(null),
  () => [],
  () => new Map(),
  () => new Set(),
  () => new Error("holder"),
];

/** Values in which the same object may stand at many places, also inside of itself. */
export const anyGraph: fc.Arbitrary<unknown> = fc.array(
  fc.record({
    make: fc.constantFrom(...holders),
    links: fc.array(
      fc.oneof(
        fc.record({ key: anyKey, to: fc.nat() }),
        fc.record({ key: anyKey, leaf: fc.oneof(...leaves) }),
      ) as fc.Arbitrary<Link>,
      { maxLength: 4 },
    ),
  }),
  { minLength: 1, maxLength: 6 },
).map((nodes) => {
  const made = nodes.map(({ make }) => make());
  for (const [at, { links }] of nodes.entries()) {
    for (const link of links) {
      put(made[at]!, link.key, "to" in link ? made[link.to % made.length] : link.leaf);
    }
  }
  return made[0];
});
