import type nodeZlib from "node:zlib";

let loaded: typeof nodeZlib | null = null;

/** `node:zlib` takes 14 ms to load, so only who meets a large object loads it. */
function zlib(): typeof nodeZlib {
  // The types of Deno have no `process`, which is always there.
  const { process } = globalThis as unknown as {
    process: { getBuiltinModule(name: string): typeof nodeZlib };
  };
  return loaded ??= process.getBuiltinModule("node:zlib");
}

/** One zstd frame of all of `bytes`, at level 1: the fastest, and smaller than gzip makes it. */
export function compress(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { zstdCompressSync, constants } = zlib();
  const params = { [constants.ZSTD_c_compressionLevel]: 1 };
  return zstdCompressSync(bytes, { params }) as unknown as Uint8Array<ArrayBuffer>;
}

/**
 * What a frame holds.
 *
 * @param size The bytes that it must hold: it never gives more, whatever the frame says.
 * @throws {Error} Where the frame is damaged or holds another number of bytes.
 */
export function decompress(frame: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const buffer = zlib().zstdDecompressSync(frame, { maxOutputLength: size });
  // A frame that was cut off gives what there is, without an error.
  if (buffer.length !== size) throw new Error(`a frame holds ${buffer.length} of ${size} bytes`);
  return new Uint8Array(buffer.buffer as ArrayBuffer, buffer.byteOffset, buffer.length);
}

/** How much of the beginning decides whether to compress. */
const SAMPLE = 256 * 1024;

/** Whether to compress something that begins like this: it must become a tenth smaller. */
export function pays(beginning: Uint8Array): boolean {
  const sample = beginning.subarray(0, SAMPLE);
  return compress(sample).length <= sample.length * 0.9;
}
