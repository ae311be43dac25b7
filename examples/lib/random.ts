/**
 * Random numbers that are the same on every machine (mulberry32).
 *
 * @param seed Any integer; equal seeds give equal numbers.
 * @returns A function that gives the next number from 0 up to, but not including, 1.
 */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Puts a list into random order (Fisher and Yates).
 *
 * @returns A new list; `items` stays as it is.
 */
export function shuffle<T>(items: readonly T[], random: () => number): T[] {
  const list = [...items];
  for (let last = list.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [list[last], list[other]] = [list[other]!, list[last]!];
  }
  return list;
}
