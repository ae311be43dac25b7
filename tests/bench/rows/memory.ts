import type { Benchmark } from "../benchmark.ts";
import { figureRow, megabytes, ratioRow } from "../row.ts";

/** What processes hold in a wide foreach. It is not timed: to look takes time. */
export const memory: readonly Benchmark[] = [{
  name: "memory",
  about: "the scheduler's and the largest executor's memory in a foreach of 100,000",
  async run(place) {
    const file = place.flowFile("wide");
    const run = (width: number) =>
      place.flow(["run", file, "--width", String(width), "--store", place.path("store")], {
        memory: true,
      });
    const narrow = await run(10_000);
    const wide = await run(100_000);
    return [
      figureRow({
        what: "scheduler's memory at 100,000",
        values: [wide.peak],
        show: megabytes,
        atMost: 300,
        note: `${megabytes(narrow.peak)} at 10,000`,
      }),
      {
        ...ratioRow({
          what: "largest executor's memory at 100,000 : at 10,000",
          pairs: { a: [wide.childPeak], b: [narrow.childPeak] },
          atMost: 1.25,
        }),
        spread: "",
        seconds: `${megabytes(wide.childPeak)} against ${megabytes(narrow.childPeak)}`,
      },
    ];
  },
}];
