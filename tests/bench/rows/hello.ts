import type { Benchmark } from "../benchmark.ts";
import { inTurn } from "../measure.ts";
import { ratioRow } from "../row.ts";

const TIMES = 21;

/** The smallest flow, against an empty program and against the bare loop of as many tasks. */
export const hello: readonly Benchmark[] = [{
  name: "hello",
  about: "a two-step flow, against an empty deno run",
  async run(place) {
    const store = place.path("store");
    const run = () => place.flow(["run", place.flowFile("two_steps"), "--store", store]);
    const bare = () => place.bare("loop", 2, place.path("loop.db"));
    const whole = await inTurn(TIMES, run, () => place.empty());
    const least = await inTurn(TIMES, bare, () => place.empty());
    return [
      ratioRow({ what: "two-step flow : empty deno run", pairs: whole, atMost: 3 }),
      ratioRow({ what: "bare loop of 2 : empty deno run", pairs: least }),
    ];
  },
}];
