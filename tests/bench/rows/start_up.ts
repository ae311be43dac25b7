import type { Benchmark } from "../benchmark.ts";
import { chain } from "../flows/chain.ts";
import { inTurn, measureWork, median } from "../measure.ts";
import { type Place } from "../place.ts";
import { duration, figureRow, ratioRow, type Row } from "../row.ts";

const TIMES = 21;
const COLD_TIMES = 5;
const FLOW = new URL("../../../cli/main.ts", import.meta.url).pathname;

/** Where the time of a start goes. */
export const startUp: readonly Benchmark[] = [
  {
    name: "check",
    about: "flow check of a 50-step flow, against an empty deno run",
    run: check,
  },
  {
    name: "start-up",
    about: "the phases of a two-step flow, from the start of the process",
    run: phases,
  },
];

async function check(place: Place): Promise<Row[]> {
  const file = `${place.path("chain")}.ts`;
  await Deno.writeTextFile(file, chain(50));
  const pairs = await inTurn(TIMES, () => place.flow(["check", file]), () => place.empty());
  const cold: number[] = [];
  for (let i = 0; i < COLD_TIMES; i++) {
    // Flow's own cache is empty, Deno's is not.
    const env = { XDG_CACHE_HOME: place.path("cache"), DENO_DIR: denoFolder() };
    cold.push((await place.flow(["check", file], { env })).seconds);
  }
  const note = `never seen before ${duration(median(cold))}`;
  return [
    ratioRow({ what: "check of a 50-step flow : empty deno run", pairs, atMost: 3, note }),
  ];
}

function denoFolder(): string {
  const { stdout } = new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).outputSync();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

/** What is told in a run, and the name of the phase that it ends. */
const MARKS: readonly [
  phase: string,
  isEnd: (event: { type: string; step?: string }) => boolean,
][] = [
  ["run started", ({ type }) => type === "run_started"],
  ["start succeeded", ({ type, step }) => type === "task_succeeded" && step === "start"],
  ["end succeeded", ({ type, step }) => type === "task_succeeded" && step === "end"],
  ["run finished", ({ type }) => type === "run_finished"],
];

async function phases(place: Place): Promise<Row[]> {
  const store = place.path("store");
  const found = new Map<string, number[]>();
  const note = (phase: string, seconds: number) => {
    found.set(phase, [...found.get(phase) ?? [], seconds]);
  };
  await events(place, store, () => {});
  for (let i = 0; i < TIMES; i++) {
    note("Deno alone", (await place.empty()).seconds);
    note("flow --version", (await place.flow(["--version"])).seconds);
    const whole = await measureWork(() => events(place, store, note));
    note("process ended", whole.seconds);
  }
  return [...found].map(([phase, values]) =>
    figureRow({ what: `start-up until: ${phase}`, values, show: duration })
  );
}

/** Runs the flow and tells when each of its phases is over. */
async function events(
  place: Place,
  store: string,
  note: (phase: string, seconds: number) => void,
): Promise<void> {
  const start = performance.now();
  const file = place.flowFile("two_steps");
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", FLOW, "run", file, "--store", store, "--json"],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let rest = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const seconds = (performance.now() - start) / 1000;
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const event of lines.map((line) => JSON.parse(line))) {
      for (const [phase, isEnd] of MARKS) if (isEnd(event)) note(phase, seconds);
    }
  }
  const { success } = await child.status;
  if (!success) throw new Error("The flow has failed");
}
