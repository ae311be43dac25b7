import { FlowError } from "../../../store/error.ts";

/** Part of a representation: from the first to the last byte, both counted from 0. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * The part that a `Range` header asks for (RFC 9110, 14.2): one range of bytes. Several, and what is
 * no range of bytes, are answered with the whole, as the standard allows.
 *
 * @returns null for the whole.
 * @throws FlowError `range` where there is nothing of it.
 */
export function readRange(header: string | undefined, size: number): ByteRange | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "");
  if (match === null || match[1] === "" && match[2] === "") return null;
  const [, from, to] = match;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== "" && to !== "" && Number(to) < Number(from)) return null;
  if (first > last || first >= size) {
    throw new FlowError("range", `There are ${size} bytes: none of them is in "${header}"`);
  }
  return { first, last };
}

/** The bytes of a stream that are in a range; what comes after it is not read. */
export function cutStream(
  stream: ReadableStream<Uint8Array>,
  { first, last }: ByteRange,
): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        const begin = at;
        at += value.length;
        if (at <= first) continue;
        controller.enqueue(
          value.subarray(Math.max(0, first - begin), Math.min(value.length, last + 1 - begin)),
        );
        if (at > last) {
          controller.close();
          await reader.cancel();
        }
        return;
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** The first piece of a stream, and the whole of it. */
export async function peek(
  stream: ReadableStream<Uint8Array>,
): Promise<{ head: Uint8Array; stream: ReadableStream<Uint8Array> }> {
  const reader = stream.getReader();
  const { value: head = new Uint8Array() } = await reader.read();
  let told = false;
  const whole = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = told ? await reader.read() : { done: false, value: head };
      told = true;
      if (done) controller.close();
      else if (value !== undefined && value.length > 0) controller.enqueue(value);
      else await this.pull!(controller);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { head, stream: whole };
}
