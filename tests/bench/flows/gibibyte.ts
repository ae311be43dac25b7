import { FlowSpec, step } from "flow";

/** Leaves 1 GiB of bytes that do not compress. */
export default class Gibibyte extends FlowSpec {
  data!: Uint8Array;

  @step
  start() {
    this.data = noise(1 << 30);
    this.next(this.end);
  }

  @step
  end() {}
}

/** The same bytes each time (xorshift32). */
export function noise(length: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(length / 4);
  let x = 2463534242;
  for (let at = 0; at < words.length; at++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    words[at] = x;
  }
  return new Uint8Array(words.buffer);
}
