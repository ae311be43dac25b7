import { openDatabase } from "../../../store/metadata/database.ts";
import { bitOf, noteChange } from "../../../store/metadata/changes.ts";
import { transact } from "../../../store/metadata/statement.ts";
import type { Benchmark } from "../benchmark.ts";
import { inTurn, median, timed } from "../measure.ts";
import { duration, figureRow, megabytes, ratioRow } from "../row.ts";
import { PlainClient, Served } from "../served.ts";
import type { Place } from "../place.ts";
import { makeManyRuns } from "../stores/many_runs.ts";

const RUNS = 10_000;
const CLIENTS = 20;
const REQUESTS = 100;
const LISTENERS = 100;
const CHANGES = 50;

const manyRuns = (place: Place) => place.once("many-runs", (path) => makeManyRuns(path, RUNS));

/** `flow serve` on a store with many runs. */
export const serving: readonly Benchmark[] = [
  {
    name: "serving-ready",
    about: "flow serve until it listens, against an empty deno run",
    async run(place) {
      const store = await manyRuns(place);
      const ready = async () => {
        const begun = performance.now();
        await using _ = await Served.start(store);
        return timed((performance.now() - begun) / 1000);
      };
      const pairs = await inTurn(21, ready, () => place.empty());
      return [ratioRow({ what: "flow serve ready : empty deno run", pairs, atMost: 3 })];
    },
  },
  {
    name: "serving-first",
    about: "the first answer of a server that has just started",
    async run(place) {
      const store = await manyRuns(place);
      const values: number[] = [];
      for (let i = 0; i < 7; i++) {
        await using served = await Served.start(store);
        using client = await PlainClient.connect(served.url);
        // As soon as it listens: it is still loading what answers.
        values.push(await client.get("/api/runs"));
      }
      return [
        figureRow({
          what: "first page of runs, the server's first answer",
          values,
          show: duration,
        }),
      ];
    },
  },
  {
    name: "serving-runs",
    about: "the first page of 10,000 runs, for 20 clients at once",
    async run(place) {
      await using served = await Served.start(await manyRuns(place));
      const ask = async (path: string) => {
        const all = await Promise.all(Array.from({ length: CLIENTS }, async () => {
          using client = await PlainClient.connect(served.url);
          const seconds: number[] = [];
          for (let i = 0; i < REQUESTS; i++) seconds.push(await client.get(path));
          return seconds;
        }));
        const sorted = all.flat().sort((a, b) => a - b);
        const p99 = sorted[Math.floor(sorted.length * 0.99)]!;
        return { p99, note: `${duration(median(sorted))} in the middle` };
      };
      await ask("/api/runs");
      const rows = [];
      for (
        const [what, path, atMost] of [
          ["first page of 10,000 runs, 20 clients: p99", "/api/runs", 0.02],
          ["of those that failed", "/api/runs?status=failed", undefined],
          ["by duration", "/api/runs?sort=duration", undefined],
          ["with a word", "/api/runs?q=failing", undefined],
        ] as const
      ) {
        const { p99, note } = await ask(path);
        const bar = atMost === undefined ? {} : { atMost };
        rows.push(figureRow({ what, values: [p99], show: duration, note, ...bar }));
      }
      const db = openDatabase(await manyRuns(place));
      const timer = setInterval(() => transact(db, () => noteChange(db, 1, bitOf("tasks"))), 5);
      const { p99, note } = await ask("/api/runs");
      clearInterval(timer);
      db.close();
      const what = "while the store changes every 5 ms";
      return [...rows, figureRow({ what, values: [p99], show: duration, note })];
    },
  },
  {
    name: "serving-live",
    about: "100 listeners: memory of the server, and how late they hear of a change",
    async run(place) {
      const store = await manyRuns(place);
      await using served = await Served.start(store);
      using client = await PlainClient.connect(served.url);
      const heard: { resolve(): void }[] = [];
      const abort = new AbortController();
      for (let i = 0; i < LISTENERS; i++) {
        const { body } = await fetch(`${served.url}/api/events`, { signal: abort.signal });
        void listen(body!, () => heard[i]?.resolve());
      }
      const db = openDatabase(store);
      const late: number[] = [];
      for (let change = 0; change < CHANGES; change++) {
        await client.get("/api/runs");
        const all = Array.from({ length: LISTENERS }, () => Promise.withResolvers<void>());
        heard.splice(0, heard.length, ...all);
        transact(db, () => noteChange(db, 1 + change, bitOf("run")));
        const begun = performance.now();
        await Promise.all(all.map(({ promise }) => promise));
        late.push((performance.now() - begun) / 1000);
      }
      db.close();
      const { peak } = served;
      abort.abort();
      return [
        figureRow({
          what: "a change until all of 100 listeners are told",
          values: late,
          show: duration,
          atMost: 0.1,
        }),
        figureRow({
          what: "memory of flow serve with 100 live listeners",
          values: [peak],
          show: megabytes,
          atMost: 200,
        }),
      ];
    },
  },
];

async function listen(body: ReadableStream<Uint8Array>, told: () => void): Promise<void> {
  try {
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      if (text.includes("event: change")) told();
    }
  } catch {
    // It is let go.
  }
}
