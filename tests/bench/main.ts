/**
 * Measures Flow as a whole process against the least that the same work costs, in turn, in one run:
 * `deno task bench`, or `deno task bench NAME…` for some rows. Figures are told as ratios, since the
 * speed of a machine changes from minute to minute.
 *
 * @module
 */

import { openStore } from "../../mod.ts";
import { inTurn, measure, type Measured, median } from "./measure.ts";

const here = (name: string) => new URL(name, import.meta.url).pathname;
const FLOW = here("../../cli/main.ts");
const folder = await Deno.makeTempDir({ prefix: "flow-bench-" });
let stores = 0;

/** A row of the table. */
interface Row {
  what: string;
  bar: string;
  figure: string;
  /** Null where there is nothing to reach. */
  reached: boolean | null;
}

const flow = (args: string[], more: Partial<Parameters<typeof measure>[0]> = {}) =>
  measure({ args: ["run", "-A", "--quiet", FLOW, ...args, "--quiet"], ...more });
const empty = () => measure({ args: ["run", here("empty.ts")] });
const bareLoop = (count: number) =>
  measure({
    args: ["run", "-A", here("bare_loop.ts"), String(count), `${folder}/bare-${++stores}.db`],
  });
const newStore = () => `${folder}/store-${++stores}`;

function ratioRow(what: string, bar: number, ratios: number[], seconds: string): Row {
  const middle = median(ratios);
  const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
  return {
    what,
    bar: `${bar} ×`,
    figure: `${middle.toFixed(2)} × (${spread}; ${seconds})`,
    reached: middle <= bar,
  };
}

const milliseconds = (seconds: number) => `${Math.round(seconds * 1000)} ms`;

async function twoSteps(): Promise<Row[]> {
  const store = newStore();
  const { a, b, ratios } = await inTurn(
    15,
    () => flow(["run", here("flows/two_steps.ts"), "--store", store]),
    empty,
  );
  const seconds = `${milliseconds(a)} against ${milliseconds(b)}`;
  const bare = await inTurn(15, () => bareLoop(2), empty);
  return [
    ratioRow("two-step flow : empty deno run", 4, ratios, seconds),
    {
      what: "bare loop of 2 : empty deno run",
      bar: "",
      figure: `${median(bare.ratios).toFixed(2)} × (${milliseconds(bare.a)})`,
      reached: null,
    },
  ];
}

async function check(): Promise<Row[]> {
  const file = `${folder}/fifty.ts`;
  await Deno.writeTextFile(file, fiftySteps());
  const run = () => flow(["check", file]);
  const { a, b, ratios } = await inTurn(15, run, empty);
  const cold = [];
  for (let i = 0; i < 5; i++) {
    // Flow's own cache is empty, Deno's is not.
    const env = { XDG_CACHE_HOME: `${folder}/cold-${i}`, DENO_DIR: denoDir() };
    cold.push(await flow(["check", file], { env }));
  }
  const seconds = `${milliseconds(a)} against ${milliseconds(b)}; never seen before ` +
    milliseconds(median(cold.map((one) => one.seconds)));
  return [ratioRow("check of a 50-step flow : empty deno run", 3, ratios, seconds)];
}

function denoDir(): string {
  const { stdout } = new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).outputSync();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

function fiftySteps(): string {
  const names = ["start", ...Array.from({ length: 48 }, (_, at) => `step_${at + 1}`), "end"];
  const steps = names.map((name, at) => {
    const next = names[at + 1];
    return `  /** Step ${at}. */\n  @step\n  ${name}() {\n` +
      `    this.value = ${at === 0 ? "0" : "this.value + 1"};\n` +
      `    const rows = [1, 2, 3].map((row) => row * this.value);\n    console.log(rows.length);\n` +
      (next === undefined ? "" : `    this.next(this.${next});\n`) + "  }\n";
  });
  return `import { FlowSpec, step } from "flow";\n\n` +
    `export default class Fifty extends FlowSpec {\n  value!: number;\n\n${steps.join("\n")}}\n`;
}

async function foreach(width: number, times: number): Promise<Row[]> {
  const { a, b, ratios, peak } = await inTurn(
    times,
    () =>
      flow(["run", here("flows/wide.ts"), "--width", String(width), "--store", newStore()], {
        memory: true,
      }),
    () => bareLoop(width),
  );
  const name = width.toLocaleString("en");
  const seconds = `${a.toFixed(2)} s against ${b.toFixed(2)} s`;
  const rows = [ratioRow(`foreach of ${name} : bare loop`, 3, ratios, seconds)];
  if (width === 100_000) {
    rows.push({
      what: "scheduler's memory at 100,000",
      bar: "300 MB",
      figure: `${Math.round(peak * 1.048576)} MB`,
      reached: peak * 1.048576 <= 300,
    });
  }
  return rows;
}

async function resume(): Promise<Row[]> {
  const file = here("flows/broken_join.ts");
  const times: number[] = [];
  for (let i = 0; i < 4; i++) {
    const store = newStore();
    const broken = { env: { BENCH_BREAK: "1" }, codes: [1] };
    await flow(["run", file, "--width", "1000", "--store", store], broken);
    const { seconds } = await flow(["resume", file, "--store", store]);
    if (i > 0) times.push(seconds);
  }
  return [{
    what: "resume of 1,000 finished tasks",
    bar: "1 s",
    figure: `${median(times).toFixed(2)} s`,
    reached: median(times) <= 1,
  }];
}

async function gibibyte(): Promise<Row[]> {
  const file = here("flows/gibibyte.ts");
  const ratios: number[] = [];
  let added = 0;
  let line = "";
  for (let i = 0; i < 3; i++) {
    const store = newStore();
    const byHand = await measure({
      args: ["run", "-A", here("bare_gibibyte.ts"), `${folder}/gibibyte-${i}`],
    });
    await Deno.remove(`${folder}/gibibyte-${i}`);
    const stored = await flow(["run", file, "--store", store]);
    const readBack = await readVerified(store);
    if (i === 0) {
      const before = await bytesOf(`${store}/objects`);
      await flow(["run", file, "--store", store]);
      added = await bytesOf(`${store}/objects`) - before;
    }
    await Deno.remove(store, { recursive: true });
    ratios.push((stored.seconds + readBack.seconds) / byHand.seconds);
    line = `${stored.seconds.toFixed(2)} s + ${readBack.seconds.toFixed(2)} s against ` +
      `${byHand.seconds.toFixed(2)} s`;
  }
  return [
    ratioRow("1 GiB artifact, stored and read back : by hand", 2, ratios, line),
    {
      what: "second store of equal content",
      bar: "0 bytes",
      figure: `${added} bytes`,
      reached: added === 0,
    },
  ];
}

/** Reads the artifact as the client does, which verifies it. */
async function readVerified(store: string): Promise<Measured> {
  const start = performance.now();
  using client = openStore(store);
  const artifact = await client.artifact("Gibibyte/1/start/1/data").stream();
  let size = 0;
  for await (const piece of artifact) size += piece.length;
  if (size !== 1 << 30) throw new Error(`The artifact has ${size} bytes`);
  return { seconds: (performance.now() - start) / 1000, peak: 0 };
}

async function bytesOf(path: string): Promise<number> {
  let bytes = 0;
  for await (const entry of Deno.readDir(path)) {
    const inside = `${path}/${entry.name}`;
    bytes += entry.isDirectory ? await bytesOf(inside) : (await Deno.stat(inside)).size;
  }
  return bytes;
}

const ROWS: Record<string, () => Promise<Row[]>> = {
  "two-steps": twoSteps,
  check,
  "foreach-1000": () => foreach(1000, 5),
  "foreach-10000": () => foreach(10_000, 3),
  "foreach-100000": () => foreach(100_000, 2),
  resume,
  gibibyte,
};

function show(row: Row) {
  const mark = row.reached === null ? "" : row.reached ? "reached" : "NOT REACHED";
  console.log(`| ${row.what} | ${row.bar} | ${row.figure} | ${mark} |`);
}

const chosen = Deno.args.length > 0 ? Deno.args : Object.keys(ROWS);
console.log(
  `Deno ${Deno.version.deno}, ${navigator.hardwareConcurrency} cores, ${Deno.build.target}\n`,
);
console.log("| what | at most | measured: median (spread; seconds) | |\n| --- | --- | --- | --- |");
try {
  for (const name of chosen) {
    const row = ROWS[name];
    if (row === undefined) {
      console.error(`There is no row "${name}". There are: ${Object.keys(ROWS).join(", ")}`);
      Deno.exit(2);
    }
    (await row()).forEach(show);
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
