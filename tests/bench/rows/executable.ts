import { build } from "../../../build/executable/build.ts";
import { ownTarget } from "../../../build/executable/targets.ts";
import type { Benchmark } from "../benchmark.ts";
import { inTurn, measure, median } from "../measure.ts";
import type { Place } from "../place.ts";
import { duration, figureRow, megabytes, type Row, skipped } from "../row.ts";

const TIMES = 21;
const FIRST_TIMES = 5;

/** Flow as one file: what is to be downloaded, and what its starts cost. */
export const executable: readonly Benchmark[] = [
  {
    name: "executable-size",
    about: "bytes of the executable for this machine",
    run: withExecutable("executable, compressed", async (path) => {
      const values = [(await Deno.stat(path)).size / 1e6];
      return figureRow({ what: "executable, compressed", values, show: megabytes, atMost: 45 });
    }),
  },
  {
    name: "executable-first",
    about: "its first start with an empty cache, to the end of a two-step flow",
    run: withExecutable("first start of the executable", first),
  },
  {
    name: "executable-later",
    about: "its later starts of a two-step flow, against the same from source",
    run: withExecutable("later starts of the executable", later),
  },
];

async function first(path: string, place: Place): Promise<Row> {
  const values: number[] = [];
  for (let i = 0; i < FIRST_TIMES; i++) {
    const cache = place.path("cache");
    const args = ["run", place.flowFile("two_steps"), "--store", place.path("store"), "--quiet"];
    const env = { FLOW_CACHE: cache };
    values.push((await measure({ program: path, args, env })).seconds);
    await place.remove(cache);
  }
  const what = "two-step flow by an executable that was never started";
  return figureRow({ what, values, show: duration, atMost: 3 });
}

async function later(path: string, place: Place): Promise<Row> {
  const env = { FLOW_CACHE: place.path("cache") };
  const stores = [place.path("store"), place.path("store")];
  const args = (store: string) => ["run", place.flowFile("two_steps"), "--store", store];
  const { a, b } = await inTurn(
    TIMES,
    () => measure({ program: path, args: [...args(stores[0]!), "--quiet"], env }),
    () => place.flow(args(stores[1]!), { env }),
  );
  return figureRow({
    what: "two-step flow by the executable, more than from source",
    values: a.map((seconds, at) => seconds - b[at]!),
    show: (seconds) => `${(seconds * 1000).toFixed(0)} ms`,
    atMost: 0.01,
    note: `${duration(median(a))} against ${duration(median(b))}`,
  });
}

/** Measures with the executable, which is built once; without one there is a row that says so. */
function withExecutable(
  what: string,
  use: (path: string, place: Place) => Promise<Row>,
): Benchmark["run"] {
  return async (place) => {
    const target = ownTarget();
    if (target === null || target.caches === null) return [skipped(what, "not for this machine")];
    const path = await place.once("executable", async (path) => {
      for await (const { bytes } of build([target])) {
        await Deno.writeFile(path, bytes, { mode: 0o755 });
      }
    });
    return [await use(path, place)];
  };
}
