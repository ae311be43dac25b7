import { setReader } from "../../client/current_reader.ts";
import type { ArtifactInfo, Reader } from "../../client/reader.ts";
import type { ArtifactRef } from "../../../store/metadata/rows.ts";
import { decodeValue } from "./values.ts";

/**
 * Lets the client (`new Flow("Other")`) work inside a step: its questions go to the scheduler, which
 * answers those about flows that the step may read.
 *
 * @param ask Asks the scheduler.
 * @param fetch Gives the bytes of an object; blocks.
 */
export function installReader(
  ask: (method: string, args: unknown[]) => Promise<unknown>,
  fetch: (ref: ArtifactRef) => Uint8Array<ArrayBuffer>,
): void {
  const bytesOf = (artifact: ArtifactInfo) =>
    artifact.base64 === undefined ? fetch(artifact) : Uint8Array.fromBase64(artifact.base64);
  const own = {
    bytes: (artifact: ArtifactInfo) => Promise.resolve(bytesOf(artifact)),
    stream: (artifact: ArtifactInfo) => Promise.resolve(ReadableStream.from([bytesOf(artifact)])),
    decode: (kind: string, bytes: Uint8Array) =>
      Promise.resolve(decodeValue({ kind, digest: "", size: bytes.length }, bytes)),
  };
  setReader(
    new Proxy(own, {
      get: (target, method: string) =>
        Reflect.get(target, method) ?? ((...args: unknown[]) => ask(method, args)),
    }) as unknown as Reader,
  );
}
