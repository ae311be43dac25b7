/**
 * Kills the scheduler, executors, or both by SIGKILL at random moments and at every point of a
 * commit, resumes, and checks after each that nothing reported was lost and nothing ran again.
 *
 * @module
 */

import { Chain, type Start } from "./chain.ts";
import { executors, kill } from "./processes.ts";
import { Random } from "./random.ts";

const POINTS = ["begin", "change", "commit", "committed", "rename", "renamed"] as const;
const MODES = ["scheduler", "executor", "both", "point"] as const;
type Mode = (typeof MODES)[number];

/** How many kills one store sees: each of its runs is looked through again by every check. */
const KILLS_PER_STORE = 60;

export interface KillOptions {
  kills: number;
  seed: number;
  /** Visits every point of every commit once before the kills become random. */
  everyPoint?: boolean;
  /** Told now and then how far it is. */
  onProgress?: (kills: number) => void;
}

/** What {@linkcode tortureByKills} has done; all of it was survived, or it would have thrown. */
export interface KillReport {
  kills: Record<Mode, number>;
  total: number;
  /** Runs that came to their end, over how many processes. */
  whole: number;
  processes: number;
  /** What the readers have seen. */
  rounds: number;
  tasks: number;
}

/** @throws Where anything does not hold, with the seed and the kill that showed it. */
export async function tortureByKills(options: KillOptions): Promise<KillReport> {
  const torture = new Torture(options);
  while (torture.goesOn) await torture.store();
  return torture.report;
}

class Torture {
  readonly report: KillReport = {
    kills: { scheduler: 0, executor: 0, both: 0, point: 0 },
    total: 0,
    whole: 0,
    processes: 0,
    rounds: 0,
    tasks: 0,
  };
  #options: KillOptions;
  #random: Random;
  /** The next point to be visited, of fresh runs. */
  #point = 0;
  #time = 1;

  constructor(options: KillOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
    if (!options.everyPoint) this.#point = POINTS.length;
  }

  get goesOn(): boolean {
    return this.report.total < this.#options.kills;
  }

  /** One store, until it has seen enough. */
  async store() {
    const { report } = this;
    await using chain = new Chain();
    await chain.begin();
    const end = Math.min(report.total + KILLS_PER_STORE, this.#options.kills);
    while (report.total < end) await this.#process(chain);
    // What is left of the last run is run undisturbed.
    for (const { whole } = chain; chain.whole === whole;) {
      await chain.check(chain.start({ workers: 2 }), false);
    }
    const { rounds, tasks } = await chain.end();
    report.whole += chain.whole;
    report.rounds += rounds;
    report.tasks += tasks;
  }

  /** One process, which is killed unless it is too quick. */
  async #process(chain: Chain) {
    const random = this.#random;
    const every = this.#point < POINTS.length && chain.left === 1;
    const mode = every ? "point" : random.pick(MODES);
    const start: Start = { workers: 1 + random.below(4) };
    if (every) start.die = `${POINTS[this.#point]}:${this.#time++}`;
    else if (mode === "point") start.die = `${random.pick(POINTS)}:${1 + random.below(12)}`;
    // A process needs a quarter of the time to start, however little is left to do.
    const delay = Math.round(random.next() * chain.duration * (0.25 + 0.85 * chain.left));
    const executorFirst = random.next() < 0.5;
    let died = false;
    try {
      const running = chain.start(start);
      this.report.processes++;
      let over = false;
      const ended = running.ended.then(() => over = true);
      if (mode === "point") {
        await ended;
        died = running.events.at(-1)?.type !== "run_finished";
        if (every && !died) {
          this.#point++;
          this.#time = 1;
        }
      } else {
        await Promise.race([ended, after(delay)]);
        if (!over) died = killSome(mode, running.pid, executorFirst, random);
      }
      await chain.check(running, mode === "executor" || mode === "both");
    } catch (error) {
      const { seed } = this.#options;
      const how = `${mode} ${JSON.stringify(start)} after ${delay} ms`;
      throw new Error(`kill ${this.report.total + 1} of seed ${seed}: ${how}`, { cause: error });
    }
    if (!died) return;
    this.report.kills[mode]++;
    this.report.total++;
    this.#options.onProgress?.(this.report.total);
  }
}

/** Not awaited to its end where the process is quicker: it holds nothing up. */
function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => Deno.unrefTimer(Number(setTimeout(resolve, milliseconds))));
}

/** Whether anybody was there to be killed. */
function killSome(mode: Mode, pid: number, executorFirst: boolean, random: Random): boolean {
  const others = mode === "scheduler" ? [] : executors(pid);
  if (mode === "executor") return others.length > 0 && kill(random.pick(others));
  const victims = executorFirst ? [...others, pid] : [pid, ...others];
  return victims.map(kill).includes(true);
}
