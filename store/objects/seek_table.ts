/**
 * A compressed object is a file in the seekable format of zstd: a frame for each piece, then a table
 * of the frames in a frame that decoders skip. `zstd -d` reads it; so does Flow from any place on.
 * All numbers are little endian, of 32 bits:
 *
 * `0x184D2A5E`, length of what follows, for each frame { its length, length of what it holds },
 * number of frames, a byte 0, `0x8F92EAB1`
 *
 * @module
 */

/** One piece of a compressed object. */
export interface Frame {
  /** Bytes in the file. */
  stored: number;
  /** Bytes of the content. */
  size: number;
}

const SKIPPABLE = 0x184d2a5e;
const SEEKABLE = 0x8f92eab1;
const HEAD = 8;
const FOOT = 9;

/** The table to be written after the frames. */
export function seekTable(frames: readonly Frame[]): Uint8Array<ArrayBuffer> {
  const length = HEAD + 8 * frames.length + FOOT;
  const table = new DataView(new ArrayBuffer(length));
  table.setUint32(0, SKIPPABLE, true);
  table.setUint32(4, length - HEAD, true);
  let at = HEAD;
  for (const { stored, size } of frames) {
    table.setUint32(at, stored, true);
    table.setUint32(at + 4, size, true);
    at += 8;
  }
  table.setUint32(at, frames.length, true);
  table.setUint32(at + 5, SEEKABLE, true);
  return new Uint8Array(table.buffer);
}

/**
 * Reads the table of an open file and checks that the file is as long as the table says.
 *
 * @param stored The length of the file.
 * @throws {Error} Where there is no table, or the file has lost or gained bytes.
 */
export function readSeekTable(file: Deno.FsFile, stored: number): Frame[] {
  if (stored < HEAD + FOOT) throw new Error("the file has lost its end");
  const foot = readAt(file, stored - FOOT, FOOT);
  const count = foot.getUint32(0, true);
  const length = HEAD + 8 * count + FOOT;
  if (foot.getUint8(4) !== 0 || foot.getUint32(5, true) !== SEEKABLE || length > stored) {
    throw new Error("the file has lost its end");
  }
  const table = readAt(file, stored - length, length);
  if (table.getUint32(0, true) !== SKIPPABLE || table.getUint32(4, true) !== length - HEAD) {
    throw new Error("the file's table of frames is damaged");
  }
  const frames: Frame[] = [];
  let total = length;
  for (let at = HEAD; at < length - FOOT; at += 8) {
    const frame = { stored: table.getUint32(at, true), size: table.getUint32(at + 4, true) };
    total += frame.stored;
    frames.push(frame);
  }
  if (total !== stored) throw new Error(`the file has ${stored} bytes, not ${total}`);
  return frames;
}

function readAt(file: Deno.FsFile, position: number, length: number): DataView {
  const bytes = new Uint8Array(length);
  file.seekSync(position, Deno.SeekMode.Start);
  if (fillSync(file, bytes) !== length) throw new Error("the file has lost its end");
  return new DataView(bytes.buffer);
}

/** Reads until `bytes` is full or the file ends; gives how many came. */
export function fillSync(file: Deno.FsFile, bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const count = file.readSync(bytes.subarray(at));
    if (count === null) break;
    at += count;
  }
  return at;
}
