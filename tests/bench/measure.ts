/** One run of a command. */
export interface Measured {
  /** Seconds, from start to end of the process. */
  seconds: number;
  /** The most memory that the process itself has held, in MiB; 0 where the system does not tell. */
  peak: number;
}

/** How a command is run. */
export interface CommandOptions {
  args: string[];
  env?: Record<string, string>;
  /**
   * Exit codes that are right.
   *
   * @default {[0]}
   */
  codes?: number[];
  /** Watch the memory of the process. */
  memory?: boolean;
}

const MEMORY_INTERVAL = 100;

/** Runs `deno ARGS` and measures it as a whole. */
export async function measure(options: CommandOptions): Promise<Measured> {
  const start = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: options.args,
    env: options.env ?? {},
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let peak = 0;
  const look = () => peak = Math.max(peak, peakMemory(child.pid));
  const timer = options.memory ? setInterval(look, MEMORY_INTERVAL) : undefined;
  const errors = new Response(child.stderr).text();
  const { code } = await child.status;
  const seconds = (performance.now() - start) / 1000;
  clearInterval(timer);
  if (!(options.codes ?? [0]).includes(code)) {
    throw new Error(`deno ${options.args.join(" ")} ended with ${code}:\n${await errors}`);
  }
  await errors;
  return { seconds, peak };
}

function peakMemory(pid: number): number {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Runs two measurements in turn, so that a change of the machine's speed meets both. */
export async function inTurn(
  times: number,
  a: () => Promise<Measured>,
  b: () => Promise<Measured>,
): Promise<{ a: number; b: number; ratios: number[]; peak: number }> {
  await a();
  await b();
  const pairs: [Measured, Measured][] = [];
  for (let i = 0; i < times; i++) pairs.push([await a(), await b()]);
  return {
    a: median(pairs.map(([one]) => one.seconds)),
    b: median(pairs.map(([, other]) => other.seconds)),
    ratios: pairs.map(([one, other]) => one.seconds / other.seconds),
    peak: Math.max(...pairs.map(([one]) => one.peak)),
  };
}
