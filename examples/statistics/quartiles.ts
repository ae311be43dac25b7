/** Where a quarter, a half and three quarters of the values lie below. */
export interface Quartiles {
  count: number;
  lower: number;
  median: number;
  upper: number;
}

/**
 * Computes quartiles, between two values in proportion (as R and NumPy do by default).
 *
 * @param values At least one number, in any order.
 * @throws {RangeError} If there is none.
 */
export function quartiles(values: readonly number[]): Quartiles {
  if (values.length === 0) throw new RangeError("Cannot compute quartiles of no values");
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const position = (sorted.length - 1) * share;
    const below = sorted[Math.floor(position)]!;
    const above = sorted[Math.ceil(position)]!;
    return below + (above - below) * (position % 1);
  };
  return { count: sorted.length, lower: at(0.25), median: at(0.5), upper: at(0.75) };
}
