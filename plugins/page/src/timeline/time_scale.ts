import type { Period } from "./lanes.ts";

/** Milliseconds that may be between two marks. */
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500]
  .concat([1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000))
  .concat([1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60_000))
  .concat([1, 2, 3, 6, 12, 24, 48, 96, 240, 720].map((hours) => hours * 3_600_000));

/** The least period that can be seen, in milliseconds. */
const LEAST = 2;

/** The pixels of a period. */
export class TimeScale {
  readonly window: Period;
  readonly left: number;
  readonly width: number;

  /**
   * @param window What is seen.
   * @param left Where it begins, in pixels.
   * @param width How wide it is.
   */
  constructor(window: Period, left: number, width: number) {
    this.window = window;
    this.left = left;
    this.width = width;
  }

  /** Where a moment is. */
  x(time: number): number {
    const { from, to } = this.window;
    return this.left + ((time - from) / (to - from)) * this.width;
  }

  /** Which moment is there. */
  time(x: number): number {
    const { from, to } = this.window;
    return from + ((x - this.left) / this.width) * (to - from);
  }

  /** Moments to be marked, at least so many pixels apart, in round numbers from `origin`. */
  marks(origin: number, apart = 90): number[] {
    const { from, to } = this.window;
    const least = ((to - from) / this.width) * apart;
    const step = STEPS.find((one) => one >= least) ?? STEPS.at(-1)!;
    const marks: number[] = [];
    for (let at = Math.ceil((from - origin) / step); origin + at * step <= to; at++) {
      marks.push(origin + at * step);
    }
    return marks;
  }
}

/** A window scaled about a moment, inside of the whole. */
export function zoomWindow(window: Period, whole: Period, by: number, at: number): Period {
  const all = whole.to - whole.from;
  const length = Math.max(Math.min(LEAST, all), Math.min(all, (window.to - window.from) / by));
  const share = (at - window.from) / (window.to - window.from);
  return keepInside({ from: at - share * length, to: at + (1 - share) * length }, whole);
}

/** A window moved by so many milliseconds, inside of the whole. */
export function moveWindow({ from, to }: Period, whole: Period, by: number): Period {
  return keepInside({ from: from + by, to: to + by }, whole);
}

function keepInside({ from, to }: Period, whole: Period): Period {
  const length = to - from;
  if (from < whole.from) return { from: whole.from, to: Math.min(whole.to, whole.from + length) };
  if (to > whole.to) return { from: Math.max(whole.from, whole.to - length), to: whole.to };
  return { from, to };
}
