import { median, type Pairs } from "./measure.ts";

/** A row of the table, ready to be shown. */
export interface Row {
  /** What is measured, and what it is compared with. */
  what: string;
  /** What has to be reached; empty where nothing has. */
  bar: string;
  /** The figure in the middle. */
  figure: string;
  /** The lowest and the highest. */
  spread: string;
  /** The seconds, or whatever the figure was made of. */
  seconds: string;
  /** Null where there is nothing to reach. */
  reached: boolean | null;
}

/** What a {@linkcode ratioRow} is made of. */
export interface RatioOptions {
  /** As `this : that`. */
  what: string;
  pairs: Pairs;
  /** `this` takes at most so many times as long as `that`. */
  atMost?: number;
  /** `this` takes at least so many times as long as `that`: where this is a peer, and that is Flow. */
  atLeast?: number;
  /** Tasks on both sides, where the ratio is one of the time that each takes. */
  tasks?: { a: number; b: number };
  /** What else there is to say. */
  note?: string;
}

/** Compares two measurements, pair by pair. */
export function ratioRow({ what, pairs, atMost, atLeast, tasks, note }: RatioOptions): Row {
  const a = pairs.a.map((seconds) => seconds / (tasks?.a ?? 1));
  const b = pairs.b.map((seconds) => seconds / (tasks?.b ?? 1));
  const ratios = a.map((one, at) => one / b[at]!);
  const middle = median(ratios);
  const against = [median(a), median(b)].map(duration).join(" against ");
  const bars = [
    ...(atMost === undefined ? [] : [{ text: `≤ ${atMost} ×`, reached: middle <= atMost }]),
    ...(atLeast === undefined ? [] : [{ text: `≥ ${atLeast} ×`, reached: middle >= atLeast }]),
  ];
  return {
    what,
    bar: bars.map(({ text }) => text).join(", "),
    figure: times(middle),
    spread: span(ratios, times),
    seconds: against + (tasks === undefined ? "" : " a task") + (note ? `; ${note}` : ""),
    reached: bars.length === 0 ? null : bars.every(({ reached }) => reached),
  };
}

/** What a {@linkcode figureRow} is made of. */
export interface FigureOptions {
  what: string;
  /** All that were measured. */
  values: number[];
  show: (value: number) => string;
  atMost?: number;
  note?: string;
}

/** Figures that stand for themselves: seconds, bytes. */
export function figureRow({ what, values, show, atMost, note }: FigureOptions): Row {
  const middle = median(values);
  return {
    what,
    bar: atMost === undefined ? "" : `≤ ${show(atMost)}`,
    figure: show(middle),
    spread: values.length > 1 ? span(values, show) : "",
    seconds: note ?? "",
    reached: atMost === undefined ? null : middle <= atMost,
  };
}

/** A row that could not be measured here. */
export function skipped(what: string, why: string): Row {
  return { what, bar: "", figure: "skipped", spread: "", seconds: why, reached: null };
}

/** Seconds in a unit that reads well. */
export function duration(seconds: number): string {
  if (seconds < 0.001) return `${(seconds * 1e6).toFixed(0)} µs`;
  if (seconds < 0.01) return `${(seconds * 1000).toFixed(2)} ms`;
  return seconds < 1 ? `${(seconds * 1000).toFixed(0)} ms` : `${seconds.toFixed(2)} s`;
}

/** Megabytes, of a million bytes. */
export function megabytes(value: number): string {
  return `${value >= 10 || value === 0 ? value.toFixed(0) : value.toFixed(2)} MB`;
}

function times(ratio: number): string {
  return ratio >= 100 ? `${Math.round(ratio)} ×` : `${ratio.toFixed(2)} ×`;
}

function span(values: number[], show: (value: number) => string): string {
  return `${show(Math.min(...values))} – ${show(Math.max(...values))}`;
}
