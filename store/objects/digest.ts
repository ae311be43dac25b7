/**
 * Digests name bytes by their content: `sha256:…` or `blake3:…`, with 64 lower case hexadecimal
 * digits.
 *
 * @module
 */

import { lazy } from "../lazy.ts";
import type nodeCrypto from "node:crypto";
import type * as blake3Module from "blake3-jit";
import { FlowError } from "../error.ts";
import { sha256Hex } from "./sha256.ts";

/** An algorithm that digests are made with. */
export type Algorithm = "sha256" | "blake3";

/** A digest in its parts. */
export interface ParsedDigest {
  algorithm: Algorithm;
  /** 64 hexadecimal digits. */
  hex: string;
}

/** Makes one digest of many pieces. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  /** The digest of all that came. Call it once, at the end. */
  digest(): string;
}

/** From here on native code is worth the 15 ms that it takes to load. */
const NATIVE_MIN = 16 * 1024;
/** Below, calling native code takes longer than the hash. */
const OWN_MAX = 48;

let native: typeof nodeCrypto | null = null;
let blake3: typeof blake3Module | null = null;

/**
 * Loads what makes an algorithm fast, and for `blake3` possible. Until then `sha256` of small inputs
 * is made without it, since `node:crypto` takes 15 ms to load.
 */
export async function loadNative(algorithm: Algorithm = "sha256"): Promise<void> {
  if (algorithm === "blake3") blake3 ??= await lazy<typeof import("blake3-jit")>("blake3-jit");
  else native ??= await lazy<typeof import("node:crypto")>("node:crypto");
}

/**
 * The digest of `bytes`.
 *
 * @param algorithm For `blake3`, {@linkcode loadNative} must have been awaited.
 * @default {"sha256"}
 */
export function digestSync(bytes: Uint8Array, algorithm: Algorithm = "sha256"): string {
  if (algorithm === "blake3") return `blake3:${loadedBlake3().hash(bytes).toHex()}`;
  const { length } = bytes;
  if (length < OWN_MAX || native === null && length < NATIVE_MIN) {
    return `sha256:${sha256Hex(bytes)}`;
  }
  return `sha256:${nativeSync().createHash("sha256").update(bytes).digest("hex")}`;
}

/**
 * The digest of `bytes`, without code that has to be loaded or warmed up first: for the few that a
 * run needs to start.
 */
export async function digestAsync(
  bytes: Uint8Array<ArrayBuffer>,
  algorithm: Algorithm,
): Promise<string> {
  if (algorithm === "blake3") {
    await loadNative(algorithm);
    return digestSync(bytes, algorithm);
  }
  return `sha256:${new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex()}`;
}

/**
 * A hasher for pieces.
 *
 * @param algorithm For `blake3`, {@linkcode loadNative} must have been awaited.
 * @default {"sha256"}
 */
export function createHasher(algorithm: Algorithm = "sha256"): Hasher {
  if (algorithm === "blake3") {
    const hasher = new (loadedBlake3().Hasher)();
    return {
      update: (bytes) => void hasher.update(bytes),
      digest: () => `blake3:${hasher.finalize().toHex()}`,
    };
  }
  const hash = nativeSync().createHash("sha256");
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => `sha256:${hash.digest("hex")}`,
  };
}

/**
 * Takes a digest apart.
 *
 * @throws {FlowError} `digest-invalid` where it is none.
 */
export function parseDigest(digest: string): ParsedDigest {
  const match = /^(sha256|blake3):([0-9a-f]{64})$/.exec(digest);
  if (match === null) throw new FlowError("digest-invalid", `"${digest}" is not a digest`);
  return { algorithm: match[1] as Algorithm, hex: match[2]! };
}

function loadedBlake3(): typeof blake3Module {
  if (blake3 === null) throw new Error("BLAKE3 is not loaded: await loadNative() first");
  return blake3;
}

/** `node:crypto` without an await, at whatever it costs. */
function nativeSync(): typeof nodeCrypto {
  // The types of Deno have no `process`, which is always there.
  const { process } = globalThis as unknown as {
    process: { getBuiltinModule(name: string): typeof nodeCrypto };
  };
  return native ??= process.getBuiltinModule("node:crypto");
}
