/**
 * What the tests of objects share.
 *
 * @module
 */

import { FlowError } from "../error.ts";
import { type Staged, StagedWriter } from "./staged.ts";

/** A folder for one test, with a staging folder in it. */
export async function tempStore(): Promise<{ dir: string; staging: string } & AsyncDisposable> {
  const dir = await Deno.makeTempDir({ prefix: "flow-objects-" });
  const staging = `${dir}/staging`;
  await Deno.mkdir(staging);
  return { dir, staging, [Symbol.asyncDispose]: () => Deno.remove(dir, { recursive: true }) };
}

/** Bytes that no compression makes smaller, the same each time. */
export function noise(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let x = seed;
  for (let i = 0; i < length; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    bytes[i] = x;
  }
  return bytes;
}

/** Bytes that compress well, and differ in each place. */
export function prose(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let text = "";
  for (let i = 0; text.length < length; i++) text += `row ${i} of a table; `;
  new TextEncoder().encodeInto(text, bytes);
  return bytes;
}

/** Stages bytes in pieces of a size. */
export async function stage(
  staging: string,
  bytes: Uint8Array,
  piece = bytes.length || 1,
): Promise<Staged> {
  const writer = new StagedWriter(staging);
  for (let at = 0; at < bytes.length; at += piece) {
    await writer.write(bytes.subarray(at, at + piece));
  }
  return await writer.finish();
}

/** The names of all files below a folder. */
export function filesIn(folder: string): string[] {
  const names: string[] = [];
  for (const entry of Deno.readDirSync(folder)) {
    if (entry.isFile) names.push(entry.name);
    else names.push(...filesIn(`${folder}/${entry.name}`).map((name) => `${entry.name}/${name}`));
  }
  return names.sort();
}

/** Whether an error is one for people with this code, for `assert.throws` and `assert.rejects`. */
export function hasCode(code: string, ...parts: string[]): (error: unknown) => boolean {
  return (error) =>
    error instanceof FlowError && error.code === code &&
    parts.every((part) => error.message.includes(part));
}
