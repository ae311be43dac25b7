import type { Benchmark } from "../benchmark.ts";
import { bytesIn, type Place } from "../place.ts";
import { duration, figureRow, megabytes, type Row } from "../row.ts";

/** What content that is there already, or nearly, costs. */
export const content: readonly Benchmark[] = [{
  name: "content",
  about: "bytes that a 64 MiB artifact adds where it is unchanged, equal or slightly changed",
  async run(place) {
    const store = place.path("store");
    const first = await added(place, store, "none");
    const rows: Row[] = [
      row("first run: 64 MiB, which the next step does not touch", first),
      row("second run of equal content", await added(place, store, "none"), 0),
      row("a step that sets equal content", await added(place, store, "equal"), 0),
      row("a step that changes one byte of it", await added(place, store, "slight")),
    ];
    await place.remove(store);
    return rows;
  },
}];

function row(what: string, { bytes, seconds }: Added, atMost?: number): Row {
  return figureRow({
    what: `bytes added by ${what}`,
    values: [bytes / 1e6],
    show: megabytes,
    note: duration(seconds),
    ...(atMost === undefined ? {} : { atMost }),
  });
}

interface Added {
  bytes: number;
  seconds: number;
}

async function added(place: Place, store: string, change: string): Promise<Added> {
  const before = objectBytes(store);
  const args = ["run", place.flowFile("content"), "--change", change, "--store", store];
  const { seconds } = await place.flow(args);
  return { bytes: objectBytes(store) - before, seconds };
}

function objectBytes(store: string): number {
  try {
    return bytesIn(`${store}/objects`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}
