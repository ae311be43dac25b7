import type { DatabaseSync } from "node:sqlite";
import { createHasher, loadNative, parseDigest } from "../../objects/digest.ts";
import { CHUNK, RAW, ZSTD } from "../../objects/layout.ts";
import { compress, decompress, pays } from "../../objects/zstd.ts";
import { invalid } from "./format.ts";

/** Adds an object to an archive, in pieces of up to 1 MiB. */
export async function writePieces(
  archive: DatabaseSync,
  digest: string,
  content: AsyncIterable<Uint8Array>,
): Promise<number> {
  const insert = archive.prepare(
    "INSERT INTO pieces (digest, position, coding, data) VALUES (?, ?, ?, ?)",
  );
  let size = 0;
  let position = 0;
  for await (const piece of content) {
    size += piece.length;
    const packed = piece.length > 256 && pays(piece) ? compress(piece) : null;
    insert.run(digest, position++, packed === null ? RAW : ZSTD, packed ?? piece);
  }
  return size;
}

/**
 * Reads an object of an archive piece by piece, each good until the next is asked for. It ends in an error where the pieces are not the
 * object, before the last one is given.
 *
 * @param digest For one of BLAKE3, `loadNative` must have been awaited.
 * @param size What the archive says.
 * @throws FlowError `import-invalid`.
 */
export function* readPieces(
  path: string,
  archive: DatabaseSync,
  digest: string,
  size: number,
): Generator<Uint8Array, void, void> {
  const bad = (why: string) => invalid(path, `object ${digest} is damaged: ${why}`);
  const select = archive.prepare(
    "SELECT coding, data FROM pieces WHERE digest = ? AND position = ?",
  );
  const hasher = createHasher(parseDigest(digest).algorithm);
  // An empty object has a piece too.
  const end = Math.max(1, Math.ceil(size / CHUNK));
  for (let position = 0; position < end; position++) {
    const row = select.get(digest, position);
    // All pieces but the last are full, so what each must hold is known before it is looked at.
    const length = position < end - 1 ? CHUNK : size - position * CHUNK;
    if (!(row?.data instanceof Uint8Array)) throw bad("a piece is missing");
    let piece: Uint8Array;
    try {
      piece = row.coding === ZSTD ? decompress(row.data, length) : row.data;
    } catch (error) {
      throw bad(error instanceof Error ? error.message : "a piece cannot be read");
    }
    if (piece.length !== length) throw bad("a piece has another length");
    hasher.update(piece);
    if (position === end - 1 && hasher.digest() !== digest) throw bad("its bytes have changed");
    yield piece;
    // The engine does not know how large blobs of SQLite are, and would let them pile up.
    (row.data.buffer as ArrayBuffer).transfer(0);
  }
}

/** Loads what hashing objects of that algorithm takes. */
export async function loadHashing(algorithm: string): Promise<void> {
  await loadNative(algorithm === "blake3" ? "blake3" : "sha256");
}
