import { start } from "./processes.ts";

/** One run of a command. */
export interface Measured {
  /** Seconds, from start to end of the process. */
  seconds: number;
  /** The most memory that the process itself has held, in MB; 0 where nobody has looked. */
  peak: number;
  /** The most that one of its children has held. */
  childPeak: number;
  /** The same of those that were asked for. */
  markedPeak: number;
}

/** How a command is run. */
export interface CommandOptions {
  args: string[];
  /**
   * The program.
   *
   * @default {Deno.execPath()}
   */
  program?: string;
  cwd?: string;
  env?: Record<string, string>;
  /**
   * Exit codes that are right.
   *
   * @default {[0]}
   */
  codes?: number[];
  /**
   * Watch the memory of the process and of its children, and by themselves of those that have this
   * in their command line. It takes time from what is measured.
   */
  memory?: string;
}

const MEMORY_INTERVAL = 100;

/** Runs a command and measures it as a whole. */
export async function measure(options: CommandOptions): Promise<Measured> {
  const program = options.program ?? Deno.execPath();
  const begun = performance.now();
  const child = start(program, {
    args: options.args,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: options.env ?? {},
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  });
  let peak = 0;
  let childPeak = 0;
  let markedPeak = 0;
  const look = (mark: string) => {
    peak = Math.max(peak, peakMemory(child.pid));
    for (const pid of childrenOf(child.pid)) {
      const held = peakMemory(pid);
      childPeak = Math.max(childPeak, held);
      if (readProc(`${pid}/cmdline`).includes(mark)) markedPeak = Math.max(markedPeak, held);
    }
  };
  const { memory } = options;
  const timer = memory === undefined ? undefined : setInterval(look, MEMORY_INTERVAL, memory);
  const errors = new Response(child.stderr).text();
  const { code } = await child.status;
  const seconds = (performance.now() - begun) / 1000;
  clearInterval(timer);
  if (!(options.codes ?? [0]).includes(code)) {
    throw new Error(`${program} ${options.args.join(" ")} ended with ${code}:\n${await errors}`);
  }
  await errors;
  return { seconds, peak, childPeak, markedPeak };
}

/** Measures work of this process. */
export async function measureWork(work: () => Promise<void>): Promise<Measured> {
  const start = performance.now();
  await work();
  return timed((performance.now() - start) / 1000);
}

/** Seconds that were measured elsewhere. */
export function timed(seconds: number): Measured {
  return { seconds, peak: 0, childPeak: 0, markedPeak: 0 };
}

function peakMemory(pid: number): number {
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readProc(`${pid}/status`))?.[1] ?? 0;
  return Number(kilobytes) * 1024 / 1e6;
}

function childrenOf(pid: number): number[] {
  const children: number[] = [];
  try {
    // Whichever of its threads has started them.
    for (const { name } of Deno.readDirSync(`/proc/${pid}/task`)) {
      const list = readProc(`${pid}/task/${name}/children`).split(" ");
      children.push(...list.map(Number).filter((child) => child > 0));
    }
  } catch {
    // It has ended, or the system is another one.
  }
  return children;
}

function readProc(path: string): string {
  try {
    return Deno.readTextFileSync(`/proc/${path}`);
  } catch {
    return "";
  }
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Two measurements that were taken in turn. */
export interface Pairs {
  a: number[];
  b: number[];
}

/** How {@linkcode inTurn} goes about. */
export interface TurnOptions {
  /**
   * Run each once before, unmeasured.
   *
   * @default {true}
   */
  warm?: boolean;
}

/** Runs two measurements in turn, so that a change of the machine's speed meets both. */
export async function inTurn(
  times: number,
  a: () => Promise<Measured>,
  b: () => Promise<Measured>,
  options: TurnOptions = {},
): Promise<Pairs> {
  if (options.warm ?? true) {
    await a();
    await b();
  }
  const pairs: Pairs = { a: [], b: [] };
  for (let i = 0; i < times; i++) {
    pairs.a.push((await a()).seconds);
    pairs.b.push((await b()).seconds);
  }
  return pairs;
}
