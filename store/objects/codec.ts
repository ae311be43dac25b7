/**
 * Values to bytes and back. Equal values give equal bytes, and a program in another language can
 * read them: `docs/values.md` describes every kind.
 *
 * This runs inside the sandbox, once for every artifact: it imports nothing from outside this
 * folder, and small values take about a microsecond.
 *
 * @module
 */

import { canonicalJson } from "./canonical_json.ts";
import { DecodeError, EncodeError } from "./codec_errors.ts";
import { extend, type Json } from "./extend.ts";
import { jsonFitness, UNFIT, UNORDERED } from "./json_fitness.ts";
import { revive } from "./revive.ts";
import {
  memoryFault,
  memoryOf,
  owned,
  TYPED_ARRAY_KINDS,
  typedArrayKind,
  typedArrayOver,
} from "./typed_arrays.ts";
import { fromUtf8, utf8 } from "./utf8.ts";

export { DecodeError, EncodeError };
export type { Json };

/** A value as it is kept. */
export interface Encoded {
  /** The codec's name. */
  kind: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A way to keep values of one sort that Flow itself has no form for, such as a class of your own. */
export interface Codec<T = unknown> {
  /** Its name, which is stored with each value: letters, digits, and `. _ / -` after the first. */
  kind: string;
  /** Whether a value is for this codec. It is asked for every artifact, so it should be quick. */
  test(value: unknown): boolean;
  /** Equal values should give equal bytes, so that they are stored once. */
  encode(value: T): Uint8Array<ArrayBuffer>;
  decode(bytes: Uint8Array<ArrayBuffer>): T;
}

/** Strings of more UTF-16 code units than this are kept as text: no need to parse them. */
const TEXT_MIN = 64 * 1024;

const BUILT_IN: readonly string[] = [
  "json",
  "text",
  "file",
  ...TYPED_ARRAY_KINDS,
  "arraybuffer",
  "ext",
];

const registered: Codec[] = [];

// Taken at load, because steps run in the same realm and may change what is global.
const { getPrototypeOf } = Object;
const { isView } = ArrayBuffer;
const { parse: parseJson } = JSON;
const NativeArrayBuffer = ArrayBuffer;
const NativeUint8Array = Uint8Array;
const bufferPrototype = ArrayBuffer.prototype;

/**
 * Adds a codec. It is tried before Flow's own, for whole artifacts (not for what is inside of
 * them), the last one registered first. One of the same kind takes the place of the one before.
 *
 * A value can only be read where its codec is registered as well.
 *
 * @throws {TypeError} Where the kind is one of Flow's own, or not a name.
 */
export function registerCodec<T>(codec: Codec<T>): void {
  if (BUILT_IN.includes(codec.kind) || !/^[a-z][\w./-]*$/i.test(codec.kind)) {
    throw new TypeError(`Cannot register a codec of kind "${codec.kind}": choose another name`);
  }
  const before = registered.findIndex((other) => other.kind === codec.kind);
  if (before >= 0) registered.splice(before, 1);
  registered.unshift(codec as Codec);
}

/** The codecs that were registered, in the order in which they are tried. */
export function codecs(): readonly Codec[] {
  return registered;
}

/**
 * Encodes a value.
 *
 * @returns Its kind and bytes. For typed arrays and buffers the bytes may be the value's own memory:
 * whoever keeps them while the value may change, or transfers them, makes a copy first.
 * @throws {EncodeError} Where the value, or something inside it, cannot be kept.
 */
export function encode(value: unknown): Encoded {
  for (let i = 0; i < registered.length; i++) {
    const encoded = encodeWith(registered[i]!, value);
    if (encoded !== null) return encoded;
  }
  if (typeof value === "object" && value !== null) {
    const encoded = encodeMemory(value);
    if (encoded !== null) return encoded;
  }
  try {
    if (typeof value === "string" && value.length > TEXT_MIN && value.isWellFormed()) {
      return { kind: "text", bytes: utf8(value) };
    }
    const fitness = jsonFitness(value);
    if (fitness !== UNFIT) return { kind: "json", bytes: utf8(canonicalJson(value, fitness)) };
  } catch {
    // A getter or a proxy threw, and `extend` will know where it is. Or the text is too long.
  }
  const form = extend(value);
  try {
    return { kind: "ext", bytes: utf8(canonicalJson(form, UNORDERED)) };
  } catch (cause) {
    throw new EncodeError("", "too large to be kept as one text", { cause });
  }
}

/**
 * Decodes what {@linkcode encode} gave.
 *
 * @param bytes They are handed over: typed arrays and buffers may be views of them afterwards.
 * @throws {DecodeError} Where the bytes are not of that kind, whatever they are, or no codec of that
 * kind is known.
 */
export function decode(kind: string, bytes: Uint8Array): unknown {
  // Bytes in shared memory are copied, since the value must not change any more.
  const mine = memoryFault(bytes.buffer) === null ? bytes as Uint8Array<ArrayBuffer> : owned(bytes);
  switch (kind) {
    case "json":
      return parse(kind, mine);
    case "ext":
      return revive(parse(kind, mine));
    case "text":
      return fromUtf8(mine, kind);
    case "arraybuffer":
      return owned(mine).buffer;
    default:
      if (TYPED_ARRAY_KINDS.includes(kind)) return typedArrayOver(kind, owned(mine));
      return decodeWith(kind, mine);
  }
}

/**
 * The extended form of a value, which is JSON: the value itself where JSON is exact, and otherwise
 * what the kind "ext" stores (bytes and typed arrays in base64).
 *
 * @throws {EncodeError} Where the value, or something inside it, cannot be kept.
 */
export function extended(value: unknown): Json {
  try {
    if (jsonFitness(value) !== UNFIT) return value as Json;
  } catch {
    // As in `encode`.
  }
  return extend(value);
}

/**
 * The extended form of an encoded value, without the value being made. What a codec that is not
 * Flow's own encoded is shown as `{ "$type": KIND, "base64": … }`.
 *
 * @throws {DecodeError} Where the bytes are not of that kind.
 */
export function extendedFrom(kind: string, bytes: Uint8Array): Json {
  if (kind === "json" || kind === "ext") return parse(kind, owned(bytes));
  if (kind === "text") return fromUtf8(owned(bytes), kind);
  return { $type: kind, base64: bytes.toBase64() };
}

function parse(kind: string, bytes: Uint8Array<ArrayBuffer>): Json {
  const text = fromUtf8(bytes, kind);
  try {
    return parseJson(text);
  } catch (cause) {
    throw new DecodeError(kind, "they are not JSON", { cause });
  }
}

/** Typed arrays and buffers, or null for any other value. */
function encodeMemory(value: object): Encoded | null {
  let kind: string | undefined;
  let bytes: Uint8Array<ArrayBuffer>;
  if (isView(value)) {
    kind = typedArrayKind(value);
    if (kind === undefined) return null;
    checkMemory(value.buffer);
    bytes = memoryOf(value);
  } else if (value instanceof NativeArrayBuffer && getPrototypeOf(value) === bufferPrototype) {
    kind = "arraybuffer";
    checkMemory(value);
    bytes = new NativeUint8Array(value);
  } else return null;
  return { kind, bytes };
}

function checkMemory(buffer: ArrayBufferLike): void {
  const fault = memoryFault(buffer);
  if (fault !== null) throw new EncodeError("", fault);
}

function encodeWith(codec: Codec, value: unknown): Encoded | null {
  let bytes: unknown;
  try {
    if (!codec.test(value)) return null;
    bytes = codec.encode(value);
  } catch (cause) {
    if (cause instanceof EncodeError) throw cause;
    throw new EncodeError("", `refused by the codec "${codec.kind}": ${cause}`, { cause });
  }
  if (!(bytes instanceof NativeUint8Array) || memoryFault(bytes.buffer) !== null) {
    throw new EncodeError("", `not made into a Uint8Array by the codec "${codec.kind}"`);
  }
  return { kind: codec.kind, bytes: memoryOf(bytes) };
}

function decodeWith(kind: string, bytes: Uint8Array<ArrayBuffer>): unknown {
  const codec = registered.find((codec) => codec.kind === kind);
  if (codec === undefined) throw new DecodeError(kind, "no codec of that kind is registered");
  try {
    return codec.decode(bytes);
  } catch (cause) {
    throw new DecodeError(kind, String(cause), { cause });
  }
}
