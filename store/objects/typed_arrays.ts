import { DecodeError } from "./codec_errors.ts";

/** The part of a typed array's class that is needed to make one over given memory. */
interface TypedArrayClass {
  new (buffer: ArrayBuffer, byteOffset: number, length: number): ArrayBufferView<ArrayBuffer>;
  readonly BYTES_PER_ELEMENT: number;
  readonly prototype: object;
}

/**
 * The kinds of typed arrays. Their encoded form is their memory: numbers in little endian order, as
 * on every machine that Deno runs on.
 */
const CLASSES: Record<string, TypedArrayClass> = {
  __proto__: null as never,
  bytes: Uint8Array,
  int8: Int8Array,
  uint8clamped: Uint8ClampedArray,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  bigint64: BigInt64Array,
  biguint64: BigUint64Array,
  float16: Float16Array,
  float32: Float32Array,
  float64: Float64Array,
};

const KINDS = new Map<object, string>();
for (const [kind, type] of Object.entries(CLASSES)) KINDS.set(type.prototype, kind);

const kindOf = KINDS.get.bind(KINDS);
const { getPrototypeOf } = Object;
const NativeArrayBuffer = ArrayBuffer;
const NativeUint8Array = Uint8Array;

/** The names of all kinds of typed arrays. */
export const TYPED_ARRAY_KINDS: readonly string[] = Object.keys(CLASSES);

/**
 * The kind of a typed array, or undefined for any other value. A `Buffer` of Node is "bytes": it
 * comes back as a `Uint8Array`.
 */
export function typedArrayKind(value: ArrayBufferView): string | undefined {
  const prototype: object = getPrototypeOf(value);
  const kind = kindOf(prototype);
  if (kind !== undefined) return kind;
  const isBuffer = prototype?.constructor?.name === "Buffer" && value instanceof NativeUint8Array;
  return isBuffer ? "bytes" : undefined;
}

/** Why the memory of a typed array cannot be kept, or null if it can. */
export function memoryFault(buffer: ArrayBufferLike): string | null {
  if (!(buffer instanceof NativeArrayBuffer)) return "shared memory; keep a copy of it instead";
  return buffer.detached ? "memory that has been transferred elsewhere" : null;
}

/** The memory of a view whose buffer passed {@linkcode memoryFault}, without a copy. */
export function memoryOf(view: ArrayBufferView): Uint8Array<ArrayBuffer> {
  return new NativeUint8Array(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength);
}

/** The same bytes as all of a buffer of their own; copied only where they are not that already. */
export function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof NativeArrayBuffer
    ? new NativeUint8Array(bytes.buffer)
    : new NativeUint8Array(bytes);
}

/**
 * The typed array of a kind over `bytes`.
 *
 * @param bytes As {@linkcode owned} gives them: the array takes them over.
 * @returns Undefined where `kind` is none of a typed array.
 * @throws {DecodeError} Where the bytes are not a whole number of elements.
 */
export function typedArrayOver(
  kind: string,
  bytes: Uint8Array<ArrayBuffer>,
): ArrayBufferView<ArrayBuffer> | undefined {
  const type = CLASSES[kind];
  if (type === undefined) return undefined;
  const size = type.BYTES_PER_ELEMENT;
  if (bytes.byteLength % size !== 0) {
    throw new DecodeError(
      kind,
      `${bytes.byteLength} bytes are no whole number of elements of ${size}`,
    );
  }
  return new type(bytes.buffer, 0, bytes.byteLength / size);
}
