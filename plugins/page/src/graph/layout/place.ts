/**
 * Places things in a row as near as can be to where each wants to be, in their order and no closer
 * than they may be: the least sum of squared distances, found by pooling neighbours that are in
 * each other's way (isotonic regression, in linear time).
 *
 * @param wish Where each wants to be.
 * @param weight How much its distance counts.
 * @param gaps The least distance of each to the one before; of the first, anything.
 */
export function placeLayer(
  wish: readonly number[],
  weight: readonly number[],
  gaps: readonly number[],
): number[] {
  const offsets: number[] = [];
  let offset = 0;
  const pools: { sum: number; weight: number; count: number }[] = [];
  for (let i = 0; i < wish.length; i++) {
    if (i > 0) offset += gaps[i]!;
    offsets.push(offset);
    let pool = { sum: (wish[i]! - offset) * weight[i]!, weight: weight[i]!, count: 1 };
    for (let last = pools.at(-1); last !== undefined; last = pools.at(-1)) {
      if (last.sum / last.weight <= pool.sum / pool.weight) break;
      pools.pop();
      pool = {
        sum: last.sum + pool.sum,
        weight: last.weight + pool.weight,
        count: last.count + pool.count,
      };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ sum, weight, count }) => new Array<number>(count).fill(sum / weight))
    .map((value, i) => value + offsets[i]!);
}
