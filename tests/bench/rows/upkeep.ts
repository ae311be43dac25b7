import type { Benchmark } from "../benchmark.ts";
import { inTurn, timed } from "../measure.ts";
import type { Place } from "../place.ts";
import { ratioRow, type Row, skipped } from "../row.ts";
import { makeLargeFiles } from "../stores/large_files.ts";
import { makeManyObjects, RUN_OBJECTS } from "../stores/many_objects.ts";

const OBJECTS = 1_000_000;
const OBJECTS_ROOM = 3e9;
const FILES_BYTES = 10e9;

/** Upkeep of large stores, against the same work by hand. */
export const upkeep: readonly Benchmark[] = [
  {
    name: "verify-objects",
    about: "store verify with a million small objects, against reading and hashing them by hand",
    run: verifyObjects,
  },
  {
    name: "gc-objects",
    about: "store gc of half of a million small objects, against deleting the rows by hand",
    run: collectObjects,
  },
  {
    name: "verify-files",
    about: "store verify of 10 GB in files, against hashing them on all cores",
    run: verifyFiles,
  },
];

async function verifyObjects(place: Place): Promise<Row[]> {
  const what = "verify of 1,000,000 small objects : by hand";
  const full = place.noRoom(OBJECTS_ROOM);
  if (full !== null) return [skipped(what, full)];
  const store = await place.once("many-objects", (path) => makeManyObjects(path, OBJECTS));
  const pairs = await inTurn(
    3,
    () => place.flow(["store", "verify", "--store", store]),
    () => place.bare("hash_rows", `${store}/flow.db`),
  );
  return [ratioRow({ what, pairs })];
}

async function collectObjects(place: Place): Promise<Row[]> {
  const what = "gc of 500,000 of 1,000,000 small objects : rows deleted by hand";
  const full = place.noRoom(OBJECTS_ROOM);
  if (full !== null) return [skipped(what, full)];
  const store = await place.once("many-objects", (path) => makeManyObjects(path, OBJECTS));
  const onCopy = async (work: (store: string) => Promise<{ seconds: number }>) => {
    const copy = place.path("copy");
    await Deno.mkdir(copy);
    await Deno.copyFile(`${store}/flow.db`, `${copy}/flow.db`);
    const { seconds } = await work(copy);
    await place.remove(copy);
    return timed(seconds);
  };
  // Half of the runs, which have half of the objects.
  const gc = ["store", "gc", "--keep-last", String(OBJECTS / RUN_OBJECTS / 2)];
  const pairs = await inTurn(
    2,
    () => onCopy((copy) => place.flow([...gc, "--store", copy])),
    () => onCopy((copy) => place.bare("delete_rows", `${copy}/flow.db`)),
    { warm: false },
  );
  await place.drop("many-objects");
  return [ratioRow({ what, pairs })];
}

async function verifyFiles(place: Place): Promise<Row[]> {
  const what = "verify of 10 GB in files : hashing them on all cores";
  const full = place.noRoom(FILES_BYTES);
  if (full !== null) return [skipped(what, full)];
  const store = await place.once("large-files", (path) => makeLargeFiles(path, FILES_BYTES));
  const pairs = await inTurn(
    3,
    () => place.flow(["store", "verify", "--store", store]),
    () => place.bare("hash_files", `${store}/objects`),
  );
  await place.drop("large-files");
  return [ratioRow({ what, pairs, atMost: 1.3 })];
}
