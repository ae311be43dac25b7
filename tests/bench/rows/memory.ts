import type { Benchmark } from "../benchmark.ts";
import { figureRow, megabytes } from "../row.ts";

/** The right by which the executors of the foreach are told from others. */
const MARK = "BENCH_BODY";
/** What an executor may hold more at 100,000 than at 10,000: the engine collects when it likes. */
const SLACK = 1.5;

/** What processes hold in a wide foreach. It is not timed: to look takes time. */
export const memory: readonly Benchmark[] = [{
  name: "memory",
  about: "the scheduler's and the executors' memory in a foreach of 100,000",
  async run(place) {
    const run = (flow: string, width: number) => {
      const args = ["run", place.flowFile(flow), "--width", String(width)];
      return place.flow([...args, "--store", place.path("store")], { memory: MARK });
    };
    const narrow = await run("marked", 10_000);
    const wide = await run("marked", 100_000);
    const joined = await run("wide", 100_000);
    return [
      figureRow({
        what: "scheduler's memory at 100,000",
        values: [joined.peak],
        show: megabytes,
        atMost: 300,
        note: `${megabytes(narrow.peak)} at 10,000`,
      }),
      figureRow({
        what: "an executor's memory in a foreach of 100,000 (at most 1.5 × that at 10,000)",
        values: [wide.markedPeak],
        show: megabytes,
        atMost: narrow.markedPeak * SLACK,
        note: `${megabytes(narrow.markedPeak)} at 10,000`,
      }),
      figureRow({
        what: "the largest executor's: one makes the 100,000 items, one reads all inputs",
        values: [joined.childPeak],
        show: megabytes,
      }),
    ];
  },
}];
