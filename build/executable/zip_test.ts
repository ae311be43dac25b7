import assert from "node:assert/strict";
import { inflateRawSync } from "node:zlib";
import { zip } from "./zip.ts";

const text = (value: string) => new TextEncoder().encode(value);

/** Reads a zip by its directory, as programs that unpack do. */
function read(bytes: Uint8Array<ArrayBuffer>): Map<string, string> {
  const view = new DataView(bytes.buffer);
  const end = bytes.length - 22;
  assert.equal(view.getUint32(end, true), 0x06054b50);
  const files = new Map<string, string>();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    assert.equal(view.getUint32(at, true), 0x02014b50);
    const size = view.getUint32(at + 20, true);
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const head = view.getUint32(at + 42, true);
    assert.equal(view.getUint32(head, true), 0x04034b50);
    const data = head + 30 + view.getUint16(head + 26, true) + view.getUint16(head + 28, true);
    const content = inflateRawSync(bytes.subarray(data, data + size));
    assert.equal(content.length, view.getUint32(at + 24, true));
    files.set(name, new TextDecoder().decode(content));
    at += 46 + nameLength;
  }
  assert.equal(at, end);
  return files;
}

Deno.test("zip() packs files that can be read back", () => {
  const files = new Map([
    ["empty", text("")],
    ["lib/a.js", text("export {};\n")],
    ["lib/b.txt", text("b".repeat(100_000))],
  ]);
  const expected = [...files].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]);
  assert.deepEqual([...read(zip(files))], expected);
  assert.deepEqual(zip(files), zip(files));
});
