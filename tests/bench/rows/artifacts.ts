import { openStore } from "../../../mod.ts";
import type { Benchmark } from "../benchmark.ts";
import { inTurn, measureWork, type Pairs, timed } from "../measure.ts";
import type { Place } from "../place.ts";
import { duration, ratioRow, type Row, skipped } from "../row.ts";

const GIBIBYTE = 2 ** 30;

/** Artifacts of all sizes, against the same bytes kept by hand. */
export const artifacts: readonly Benchmark[] = [
  {
    name: "artifacts-small",
    about: "a step that leaves 10,000 artifacts of 1 KiB, against the same rows by hand",
    async run(place) {
      const file = place.flowFile("values");
      const pairs = await inTurn(
        5,
        () => place.flow(["run", file, "--store", place.path("store")]),
        () => place.bare("values", 10_000, 1024, place.path("values.db")),
      );
      const what = "10,000 artifacts of 1 KiB : the same rows by hand";
      return [ratioRow({ what, pairs, atMost: 2 })];
    },
  },
  {
    name: "artifacts-medium",
    about: "1,000 tasks that leave an artifact of 1 MiB each, against the same files by hand",
    run: medium,
  },
  {
    name: "artifacts-large",
    about:
      "an artifact of 1 GiB, stored and read back verified, against hashed and written by hand",
    run: large,
  },
];

async function medium(place: Place): Promise<Row[]> {
  const what = "1,000 artifacts of 1 MiB : the same files by hand";
  const full = place.noRoom(2 * GIBIBYTE);
  if (full !== null) return [skipped(what, full)];
  const removed = async (work: (path: string) => Promise<{ seconds: number }>) => {
    const path = place.path("blocks");
    const { seconds } = await work(path);
    await place.remove(path);
    return timed(seconds);
  };
  const pairs = await inTurn(
    3,
    () => removed((path) => place.flow(["run", place.flowFile("blocks"), "--store", path])),
    () => removed((path) => place.bare("files", 1000, 1 << 20, path)),
  );
  return [ratioRow({ what, pairs })];
}

async function large(place: Place): Promise<Row[]> {
  const what = "1 GiB artifact, stored and read back verified : by hand";
  const full = place.noRoom(3 * GIBIBYTE);
  if (full !== null) return [skipped(what, full)];
  const file = place.flowFile("gibibyte");
  const pairs: Pairs = { a: [], b: [] };
  let note = "";
  for (let i = 0; i < 3; i++) {
    const path = place.path("gibibyte");
    const byHand = await place.bare("gibibyte", path);
    await place.remove(path);
    const store = place.path("store");
    const stored = await place.flow(["run", file, "--store", store]);
    const read = await measureWork(() => readBack(store));
    await place.remove(store);
    pairs.a.push(stored.seconds + read.seconds);
    pairs.b.push(byHand.seconds);
    note = `of which ${duration(read.seconds)} reading`;
  }
  return [ratioRow({ what, pairs, atMost: 1.5, note })];
}

/** Reads the artifact as the client does, which verifies it. */
async function readBack(store: string): Promise<void> {
  using client = openStore(store);
  const artifact = await client.artifact("Gibibyte/1/start/1/data").stream();
  let size = 0;
  for await (const piece of artifact) size += piece.length;
  if (size !== GIBIBYTE) throw new Error(`The artifact has ${size} bytes`);
}
