import { crc32, deflateRawSync } from "node:zlib";
import type { Files } from "./contents.ts";

/** 1980-01-01, the first day that the form has a word for. */
const DATE = 1 << 5 | 1;
const DEFLATE = 8;
const VERSION = 20;

/** Packs files as a zip. Equal files give equal bytes: all of them are of the same day. */
export function zip(files: Files): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [path, bytes] of files) {
    const name = new TextEncoder().encode(path);
    const packed = deflateRawSync(bytes, { level: 9 });
    const common: Field[] = [
      [2, VERSION],
      [2, 0],
      [2, DEFLATE],
      [2, 0],
      [2, DATE],
      [4, crc32(bytes)],
      [4, packed.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0],
    ];
    directory.push(
      record([[4, 0x02014b50], [2, VERSION], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]]),
      name,
    );
    const head = record([[4, 0x04034b50], ...common]);
    parts.push(head, name, packed);
    at += head.length + name.length + packed.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count = files.size;
  const end = record([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, size],
    [4, at],
    [2, 0],
  ]);
  const all = [...parts, ...directory, end];
  const whole = new Uint8Array(at + size + end.length);
  let position = 0;
  for (const part of all) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}

/** Bytes and a number that is written in so many, the lowest first. */
type Field = [bytes: 2 | 4, value: number];

function record(fields: Field[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
}
