/** Bytes that do not compress, the same for each seed (xorshift32). */
export function noise(length: number, seed = 0): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(length / 4);
  let x = (2463534242 ^ Math.imul(seed, 2654435761)) || 1;
  for (let at = 0; at < words.length; at++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    words[at] = x;
  }
  return new Uint8Array(words.buffer);
}
