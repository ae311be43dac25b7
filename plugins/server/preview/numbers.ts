/** Points of a chart: more numbers are told as the least and greatest of parts. */
const POINTS = 1000;
const BINS = 40;

/** What many numbers are like. */
export interface NumberSummary {
  /** How many there are, NaN and infinite ones among them. */
  length: number;
  finite: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  /** The standard deviation. */
  deviation: number | null;
  /** How many finite ones are in each of equal parts between `min` and `max`. */
  histogram: number[];
  /** Numbers that each point stands for; then a point is the least and the greatest of them. */
  each: number;
  /** null stands for what is not finite. */
  points: (number | null)[] | [number | null, number | null][];
}

/** Summarises numbers, bigints as numbers. */
export function summarise(values: ArrayLike<number | bigint>): NumberSummary {
  const { length } = values;
  let finite = 0;
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  // As far as it has come; the sum may be beyond all numbers, and squares lose their end.
  let mean = 0;
  let squares = 0;
  for (let at = 0; at < length; at++) {
    const value = Number(values[at]);
    if (!Number.isFinite(value)) continue;
    finite++;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    const off = value - mean;
    mean += off / finite;
    squares += off * (value - mean);
  }
  const none = finite === 0;
  const known = (value: number) => none || !Number.isFinite(value) ? null : value;
  return {
    length,
    finite,
    min: known(min),
    max: known(max),
    mean: known(Number.isFinite(sum) ? sum / finite : mean),
    deviation: known(Math.sqrt(squares / finite)),
    histogram: none ? [] : histogram(values, min, max),
    ...points(values),
  };
}

function histogram(values: ArrayLike<number | bigint>, min: number, max: number): number[] {
  const bins: number[] = Array(BINS).fill(0);
  // Halved, since the difference of two numbers may be none.
  const width = max / 2 - min / 2;
  for (let at = 0; at < values.length; at++) {
    const value = Number(values[at]);
    if (!Number.isFinite(value)) continue;
    const part = width === 0 ? 0 : (value / 2 - min / 2) / width;
    bins[Math.min(BINS - 1, Math.floor(part * BINS))]!++;
  }
  return bins;
}

function points(values: ArrayLike<number | bigint>): Pick<NumberSummary, "each" | "points"> {
  const { length } = values;
  const valueAt = (at: number) => {
    const value = Number(values[at]);
    return Number.isFinite(value) ? value : null;
  };
  if (length <= 2 * POINTS) {
    return { each: 1, points: Array.from({ length }, (_, at) => valueAt(at)) };
  }
  const each = Math.ceil(length / POINTS);
  const parts: [number | null, number | null][] = [];
  for (let from = 0; from < length; from += each) {
    let least: number | null = null;
    let greatest: number | null = null;
    for (let at = from; at < Math.min(length, from + each); at++) {
      const value = valueAt(at);
      if (value === null) continue;
      if (least === null || value < least) least = value;
      if (greatest === null || value > greatest) greatest = value;
    }
    parts.push([least, greatest]);
  }
  return { each, points: parts };
}
