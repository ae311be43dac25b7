import type { Benchmark } from "../benchmark.ts";
import { inTurn } from "../measure.ts";
import { ratioRow } from "../row.ts";

const WIDTHS: readonly [width: number, times: number][] = [[1000, 5], [10_000, 3], [100_000, 3]];

/** A wide foreach of trivial tasks, against the bare loop of as many. */
export const foreach: readonly Benchmark[] = WIDTHS.map(([width, times]) => ({
  name: `foreach-${width}`,
  about: `a foreach of ${width.toLocaleString("en")}, against the bare loop`,
  async run(place) {
    const file = place.flowFile("wide");
    const pairs = await inTurn(
      times,
      () => place.flow(["run", file, "--width", String(width), "--store", place.path("store")]),
      () => place.bare("loop", width, place.path("loop.db")),
    );
    const name = width.toLocaleString("en");
    return [ratioRow({ what: `foreach of ${name} : bare loop`, pairs, atMost: 2 })];
  },
}));
