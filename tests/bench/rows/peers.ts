import type { Benchmark } from "../benchmark.ts";
import { inTurn, measure, type Measured, type Pairs } from "../measure.ts";
import { npmFolder, pythonProgram } from "../peers/installed.ts";
import { Restate } from "../peers/restate.ts";
import type { Place } from "../place.ts";
import { duration, ratioRow, type Row, skipped } from "../row.ts";

const MISSING = "it is not installed: deno task bench --install-peers";
const here = (name: string) => new URL(`../peers/${name}`, import.meta.url).pathname;

/** Metaflow is measured on a foreach of this width: wider ones take it minutes. */
const METAFLOW_WIDTH = 100;
const FLOW_WIDTHS = [100, 1000, 10_000, 100_000];
/** Flow has to be so many times as fast as Metaflow. */
const TASK_FACTOR = 300;
const WIDTH = 1000;

/** Other engines on the same work, in turn with Flow. */
export const peers: readonly Benchmark[] = [
  {
    name: "peers-hello",
    about: "Metaflow's two-step flow, against Flow's",
    run: hello,
  },
  {
    name: "peers-metaflow",
    about: "a task of Metaflow's foreach of 100, against one of Flow's foreach",
    run: metaflowTasks,
  },
  {
    name: "peers-snakemake",
    about: "Snakemake's 1,000 jobs and one that joins them, against Flow's foreach of 1,000",
    run: snakemake,
  },
  {
    name: "peers-restate",
    about: "Restate's fan-out of 1,000 steps, against Flow's foreach of 1,000",
    run: restate,
  },
];

async function hello(place: Place): Promise<Row[]> {
  const what = "Metaflow's two-step flow : Flow's";
  const run = metaflow(place);
  if (run === null) return [skipped(what, MISSING)];
  const store = place.path("store");
  const pairs = await inTurn(
    5,
    () => run("two_steps.py", []),
    () => place.flow(["run", place.flowFile("two_steps"), "--store", store]),
  );
  return [ratioRow({ what, pairs, atLeast: 15 })];
}

async function metaflowTasks(place: Place): Promise<Row[]> {
  const run = metaflow(place);
  if (run === null) return [skipped("Metaflow's foreach of 100 : Flow's", MISSING)];
  const found = new Map<number, Pairs>(FLOW_WIDTHS.map((width) => [width, { a: [], b: [] }]));
  for (let i = 0; i < 2; i++) {
    const options = ["--width", String(METAFLOW_WIDTH), "--max-num-splits", "100000"];
    const { seconds } = await run("wide.py", options);
    for (const [width, pairs] of found) {
      pairs.a.push(seconds);
      pairs.b.push((await wide(place, width)).seconds);
    }
  }
  return [...found].map(([width, pairs]) => {
    const what = `a task of Metaflow's foreach of ${METAFLOW_WIDTH} : of Flow's of ` +
      width.toLocaleString("en");
    const tasks = { a: METAFLOW_WIDTH, b: width };
    // A foreach as narrow as Metaflow's is mostly the start of processes.
    const bar = width > METAFLOW_WIDTH ? { atLeast: TASK_FACTOR } : {};
    return ratioRow({ what, pairs, tasks, ...bar });
  });
}

async function snakemake(place: Place): Promise<Row[]> {
  const what = "Snakemake's 1,000 jobs : Flow's foreach of 1,000";
  const program = pythonProgram("snakemake");
  if (program === null) return [skipped(what, MISSING)];
  const env = { XDG_CACHE_HOME: place.path("cache") };
  const pairs = await inTurn(
    2,
    async () => {
      const directory = place.path("snakemake");
      await Deno.mkdir(directory);
      const args = [
        ...["--snakefile", here("snakemake/Snakefile"), "--directory", directory],
        ...["--cores", "2", "--scheduler", "greedy", "--latency-wait", "0"],
        ...["--nolock", "--drop-metadata", "--quiet", "all", "--config", `width=${WIDTH}`],
      ];
      const measured = await measure({ program, args, env });
      const sum = Number(await Deno.readTextFile(`${directory}/sum.txt`));
      if (sum !== WIDTH * (WIDTH - 1)) throw new Error(`Snakemake's sum is ${sum}`);
      return measured;
    },
    () => wide(place, WIDTH),
    { warm: false },
  );
  return [ratioRow({ what, pairs })];
}

async function restate(place: Place): Promise<Row[]> {
  const npm = npmFolder();
  if (npm === null) return [skipped("Restate's 1,000 steps : Flow's foreach of 1,000", MISSING)];
  await using server = await Restate.start(npm, place.path("restate"));
  const rows: Row[] = [];
  const ways: [handler: string, what: string][] = [
    ["steps", "Restate's 1,000 steps in one handler"],
    ["calls", "Restate's 1,000 calls of a handler"],
  ];
  for (const [handler, what] of ways) {
    const pairs = await inTurn(
      5,
      () => server.call(handler, WIDTH, WIDTH * (WIDTH - 1)),
      () => wide(place, WIDTH),
    );
    const note = `server and service up, which took ${duration(server.startSeconds)}`;
    rows.push(ratioRow({ what: `${what} : Flow's foreach of 1,000`, pairs, note }));
  }
  return rows;
}

function wide(place: Place, width: number): Promise<Measured> {
  const file = place.flowFile("wide");
  return place.flow(["run", file, "--width", String(width), "--store", place.path("store")]);
}

/** Runs one of Metaflow's flows, with metadata and values in a folder; null if not installed. */
function metaflow(place: Place): ((file: string, options: string[]) => Promise<Measured>) | null {
  const program = pythonProgram("python");
  if (program === null || pythonProgram("metaflow") === null) return null;
  const env = { METAFLOW_USER: "bench", METAFLOW_DATASTORE_SYSROOT_LOCAL: place.path("metaflow") };
  return (file, options) => {
    const before = ["--quiet", "--no-pylint", "--metadata", "local", "--datastore", "local"];
    const args = [
      here(`metaflow/${file}`),
      ...before,
      "run",
      "--max-workers",
      "2",
      ...options,
    ];
    return measure({ program, args, env, cwd: place.folder });
  };
}
