/**
 * Objects that are files, for whoever has the store's folder but not its database.
 *
 * @module
 */

import { digestSync, loadNative, parseDigest } from "./digest.ts";
import { damagedObject, explainFile } from "./object_errors.ts";
import { ObjectFile } from "./object_file.ts";
import { VerifiedReader } from "./verified_reader.ts";

/**
 * All of an object's file, verified.
 *
 * @param dir The store's folder.
 * @param digest For one of BLAKE3, `loadNative` must have been awaited.
 * @param size The size on record, if known: a file of another size is refused at once.
 * @throws {FlowError} `object-missing` or `object-damaged`.
 */
export function readObject(dir: string, digest: string, size?: number): Uint8Array<ArrayBuffer> {
  using file = ObjectFile.open(dir, digest);
  const { info } = file;
  const damaged = (why: string) => damagedObject(digest, why, info.path);
  if (size !== undefined && info.size !== size) {
    throw damaged(`it has ${info.size} bytes, not ${size}`);
  }
  const bytes = file.readAll();
  if (digestSync(bytes, parseDigest(digest).algorithm) !== digest) {
    throw damaged("its bytes have changed");
  }
  return bytes;
}

/**
 * An object's file as a stream of pieces of 1 MiB (the last one of less), each in memory of its own.
 * It is hashed on the way, and ends in an error `object-damaged` before the last piece where it is
 * not the object. Memory stays at a few pieces.
 *
 * @param dir The store's folder.
 * @param size The size on record, if known: a file of another size is refused at once.
 * @throws {FlowError} `object-missing` or `object-damaged`, before or while it is read.
 */
export async function readObjectStream(
  dir: string,
  digest: string,
  size?: number,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  await loadNative(parseDigest(digest).algorithm);
  const reader = new VerifiedReader(dir, digest, size);
  return new ReadableStream({
    pull(controller) {
      try {
        const piece = reader.read();
        if (piece !== null) return controller.enqueue(piece);
        reader[Symbol.dispose]();
        controller.close();
      } catch (error) {
        reader[Symbol.dispose]();
        throw error;
      }
    },
    cancel: () => reader[Symbol.dispose](),
  }, { highWaterMark: 0 });
}

/**
 * Writes an object's file to `path`, replacing what is there. It appears there whole and verified,
 * or not at all.
 *
 * @param dir The store's folder.
 * @throws {FlowError} `object-missing`, `object-damaged`, `disk-full`, `store-readonly`.
 */
export async function copyObjectTo(dir: string, digest: string, path: string): Promise<void> {
  const draft = `${path}.${Deno.pid}-${crypto.randomUUID().slice(0, 8)}.part`;
  try {
    const stream = await readObjectStream(dir, digest);
    await Deno.writeFile(draft, stream, { createNew: true });
    await Deno.rename(draft, path);
  } catch (error) {
    await Deno.remove(draft).catch(() => {});
    throw explainFile(error, "write", path);
  }
}
