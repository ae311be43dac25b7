import type { Benchmark } from "../benchmark.ts";
import { duration, figureRow } from "../row.ts";

const WIDTHS: readonly [width: number, atMost: number][] = [[1000, 1], [10_000, 2]];
const TIMES = 3;

/** Runs whose join failed, resumed: all tasks of the foreach are taken over. */
export const resume: readonly Benchmark[] = WIDTHS.map(([width, atMost]) => ({
  name: `resume-${width}`,
  about: `resume of a run with ${width.toLocaleString("en")} finished tasks`,
  async run(place) {
    const file = place.flowFile("broken_join");
    const store = place.path("store");
    const values: number[] = [];
    const broken = { env: { BENCH_BREAK: "1" }, codes: [1] };
    for (let i = 0; i <= TIMES; i++) {
      await place.flow(["run", file, "--width", String(width), "--store", store], broken);
      const { seconds } = await place.flow(["resume", file, "--store", store]);
      if (i > 0) values.push(seconds);
    }
    const name = width.toLocaleString("en");
    return [
      figureRow({ what: `resume of ${name} finished tasks`, values, show: duration, atMost }),
    ];
  },
}));
