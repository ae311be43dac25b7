/** What stands on either side under one name; undefined where there is none. */
export interface Pair<T> {
  name: string;
  a: T | undefined;
  b: T | undefined;
  isSame: boolean;
}

/** Pairs of what has the same name, in the order of the first side. */
export function pairUp<T>(
  a: readonly T[],
  b: readonly T[],
  nameOf: (one: T) => string,
  isSame: (a: T, b: T) => boolean,
): Pair<T>[] {
  const others = new Map(b.map((one) => [nameOf(one), one]));
  const pairs = a.map((one): Pair<T> => {
    const name = nameOf(one);
    const other = others.get(name);
    others.delete(name);
    return { name, a: one, b: other, isSame: other !== undefined && isSame(one, other) };
  });
  return [
    ...pairs,
    ...[...others].map(([name, one]) => ({ name, a: undefined, b: one, isSame: false })),
  ];
}

/** How many pairs are not the same. */
export function countDifferent(pairs: readonly { isSame: boolean }[]): number {
  return pairs.filter(({ isSame }) => !isSame).length;
}
