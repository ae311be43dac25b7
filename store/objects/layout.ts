/**
 * Where objects are. Small ones are rows of the database, larger ones files:
 * `objects/sha256/ab/cdef…` holds the bytes as they are, `objects/sha256/ab/cdef….zst` compressed.
 *
 * @module
 */

import { parseDigest } from "./digest.ts";

/** Objects of up to this many bytes are kept in the database. */
export const INLINE_MAX = 16 * 1024;

/** Large objects are read, written and compressed in pieces of this many bytes. */
export const CHUNK = 1 << 20;

/** The bytes are kept as they are. */
export const RAW = 0;
/** The bytes are kept compressed by zstd. */
export const ZSTD = 1;

/** The file of an object in the store at `dir`. */
export function objectPath(dir: string, digest: string, coding: number): string {
  const { algorithm, hex } = parseDigest(digest);
  const ending = coding === ZSTD ? ".zst" : "";
  return `${dir}/objects/${algorithm}/${hex.slice(0, 2)}/${hex.slice(2)}${ending}`;
}

/** The folder in which a process that holds the database prepares files of objects. */
export function stagingFolder(dir: string): string {
  return `${dir}/staging`;
}
