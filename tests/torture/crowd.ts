/**
 * Many programs at once on one store: flows that run, are killed and resumed, `gc`, exports, tags,
 * `verify` and readers, for some seconds. Then all is checked.
 *
 * @module
 */

import assert from "node:assert/strict";
import { listRuns } from "../../store/metadata/runs.ts";
import { openStore } from "../../store/store.ts";
import { collectGarbage } from "../../store/upkeep/gc.ts";
import { importRun } from "../../store/upkeep/import.ts";
import { verifyStore } from "../../store/upkeep/verify.ts";
import { Lab } from "../acceptance/harness.ts";
import { census } from "./census.ts";
import { Random } from "./random.ts";
import { Watcher } from "./watcher.ts";

const FLOW = new URL("flows/tortured.ts", import.meta.url);

/** Runs that `gc` leaves. */
const KEPT = 4;

/** What the crowd has done. */
export interface CrowdReport {
  runs: number;
  killed: number;
  resumed: number;
  gc: number;
  exports: number;
  verified: number;
  tags: number;
  /** What the readers have seen. */
  tasks: number;
}

/** @param seconds How long it goes on. */
export async function tortureByCrowd(seconds: number, seed: number): Promise<CrowdReport> {
  await using crowd = new Crowd(seed, performance.now() + seconds * 1000);
  try {
    return await crowd.meet();
  } catch (error) {
    throw new Error(`crowd of seed ${seed}`, { cause: error });
  }
}

class Crowd implements AsyncDisposable {
  #lab = new Lab();
  #flow = this.#lab.write("flow.ts", Deno.readTextFileSync(FLOW));
  #random: Random;
  #until: number;
  #report: CrowdReport = {
    runs: 0,
    killed: 0,
    resumed: 0,
    gc: 0,
    exports: 0,
    verified: 0,
    tags: 0,
    tasks: 0,
  };

  constructor(seed: number, until: number) {
    this.#random = new Random(seed);
    this.#until = until;
  }

  async meet(): Promise<CrowdReport> {
    const lab = this.#lab;
    const { run } = await lab.run(this.#flow);
    const { result } = await lab.dump(run);
    const expected = await this.#census(run);
    await using first = new Watcher(lab.store, "Tortured", result);
    await using second = new Watcher(lab.store, "Tortured", result);
    await Promise.all([
      this.#again(() => this.#write(false)),
      this.#again(() => this.#write(true)),
      this.#again(() => this.#clean()),
      this.#again(() => this.#export()),
      this.#again(() => this.#look()),
    ]);
    const seen = [await first.end(), await second.end()];
    this.#report.tasks = seen.reduce((sum, { tasks }) => sum + tasks, 0);
    await this.#check(expected);
    return this.#report;
  }

  /** Once at least, and on until the time is over. */
  async #again(work: () => Promise<void>): Promise<void> {
    do await work(); while (performance.now() < this.#until);
  }

  /** A run, or one that is killed and then resumed. */
  async #write(kills: boolean): Promise<void> {
    const lab = this.#lab;
    const running = lab.start(["run", this.#flow, "--max-workers", "2"]);
    if (kills) {
      const steps = ["score", "gather", "meet", "turn"];
      const step = this.#random.pick(steps);
      await running.until((event) => event.type === "task_started" && event.step === step);
      running.signal("SIGKILL");
      const { run, status } = await running.ended;
      if (status !== "") return;
      this.#report.killed++;
      const resumed = await lab.start(["resume", this.#flow, "--run", run]).ended;
      // `gc` may have taken the run that was killed.
      if (resumed.code !== 0 && /no run|just been removed/.test(resumed.stderr)) return;
      assert.equal(resumed.status, "succeeded", resumed.stderr);
      this.#report.resumed++;
    } else {
      const { status, stderr } = await running.ended;
      assert.equal(status, "succeeded", stderr);
      this.#report.runs++;
    }
  }

  async #clean(): Promise<void> {
    const args = ["store", "gc", "--keep-last", String(KEPT), "--json"];
    const { code, stderr } = await this.#lab.flow(args);
    assert.equal(code, 0, stderr);
    this.#report.gc++;
  }

  /** Writes the newest run that succeeded to a file, and reads that into another store. */
  async #export(): Promise<void> {
    const lab = this.#lab;
    using store = await openStore(lab.store, { readonly: true });
    const [run] = listRuns(store.db, { status: "succeeded", limit: 1 });
    if (run === undefined) return;
    const name = `Tortured/${run.number}`;
    const file = `${lab.path}/exported`;
    const tagged = await lab.flow(["tag", "add", name, `seen-${this.#report.exports}`]);
    if (tagged.code === 0) this.#report.tags++;
    const { code, stderr } = await lab.flow(["store", "export", name, file]);
    if (code !== 0) return assert.match(stderr, /no run|just been removed/);
    const other = `${lab.path}/other`;
    const report = await importRun(other, file);
    assert.ok((await verifyStore(other)).ok, report.run);
    Deno.removeSync(other, { recursive: true });
    this.#report.exports++;
  }

  async #look(): Promise<void> {
    const { code, stdout, stderr } = await this.#lab.flow(["store", "verify"]);
    assert.equal(code, 0, stdout + stderr);
    this.#report.verified++;
  }

  async #census(name: string): Promise<Map<string, string>> {
    using store = await openStore(this.#lab.store, { readonly: true });
    const run = listRuns(store.db).find(({ flow, number }) => `${flow}/${number}` === name)!;
    return census(store.db, run.id);
  }

  /** All runs that are left are right, and nothing is left besides. */
  async #check(expected: Map<string, string>): Promise<void> {
    const { store: dir } = this.#lab;
    await collectGarbage(dir, { keepLast: KEPT });
    const report = await verifyStore(dir);
    assert.ok(report.ok, JSON.stringify([report.database, report.problems]));
    assert.deepEqual([report.strays, report.leftovers], [[], []]);
    using store = await openStore(dir, { readonly: true });
    const whole = listRuns(store.db, { status: "succeeded" });
    assert.ok(whole.length > 0);
    for (const run of whole) assert.deepEqual(census(store.db, run.id), expected);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lab[Symbol.asyncDispose]();
  }
}
