import type { Benchmark } from "../benchmark.ts";
import { inTurn } from "../measure.ts";
import { ratioRow } from "../row.ts";
import { FLOW_NAME, makeManyRuns } from "../stores/many_runs.ts";

const RUNS = 10_000;
const TIMES = 21;

/** Commands that read a store with many runs. */
const COMMANDS: readonly { name: string; args: string[]; atMost?: number; times?: number }[] = [
  { name: "runs", args: ["runs"], atMost: 3 },
  { name: "status", args: ["status", `${FLOW_NAME}/${RUNS / 2}`], atMost: 3 },
  { name: "dump", args: ["dump", `${FLOW_NAME}/${RUNS / 2}`] },
  { name: "runs-json", args: ["runs", "--json"], times: 5 },
];

/** Looking at results, against an empty program. */
export const reading: readonly Benchmark[] = COMMANDS.map(({ name, args, atMost, times }) => ({
  name: `reading-${name}`,
  about: `flow ${args.join(" ")} on a store with 10,000 runs, against an empty deno run`,
  async run(place) {
    const store = await place.once("many-runs", (path) => makeManyRuns(path, RUNS));
    const pairs = await inTurn(
      times ?? TIMES,
      () => place.flow([...args, "--store", store]),
      () => place.empty(),
    );
    const what = `${args.join(" ")} of 10,000 runs : empty deno run`;
    return [ratioRow({ what, pairs, ...(atMost === undefined ? {} : { atMost }) })];
  },
}));
