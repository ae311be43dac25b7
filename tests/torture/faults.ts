/**
 * Makes the disk fail in all the ways that it can, and checks for each that nothing is lost that was
 * reported, that what fails says why, and that a resume comes to the right end.
 *
 * Simulated are: each call by which Flow writes objects, failing or lying once (`preload/faults.ts`),
 * a database that may not grow, a disk that is really full and writes that really fail, those of
 * SQLite among them (`disks.ts`), and a cut of power (`power_cuts.ts`). Not simulated are sectors that
 * change later (that is what `flips.ts` is for), and a disk that lies to SQLite about its syncs.
 *
 * @module
 */

import assert from "node:assert/strict";
import { listRuns } from "../../store/metadata/runs.ts";
import { findTask } from "../../store/metadata/tasks.ts";
import { exists } from "../../store/path.ts";
import { openStore } from "../../store/store.ts";
import { type VerifyReport, verifyStore } from "../../store/upkeep/verify.ts";
import { type Event, type FinishedRun, Lab } from "../acceptance/harness.ts";
import { assertWhole, census } from "./census.ts";

const FLOW = new URL("flows/tortured.ts", import.meta.url);
const FAULTS = new URL("preload/faults.ts", import.meta.url).href;

/** A fault, and what it must lead to. */
export interface Fault {
  /** For `preload/faults.ts`. */
  fault: string;
  /** Words that tell the user what happened; null where nothing is lost and nobody need know. */
  says: RegExp | null;
  /** The disk lied, so what was reported may be damaged: `verify` must name it. */
  lies?: true;
}

const FULL = /No space left on device|disk is full/;
const BROKEN = /Input\/output error|disk I\/O error/;

export const FAULTS_OF_CALLS: readonly Fault[] = [
  { fault: "executor:open:1:ENOSPC", says: FULL },
  { fault: "executor:write:1:ENOSPC", says: FULL },
  { fault: "executor:write:1:EIO", says: BROKEN },
  { fault: "executor:write:1:short", says: null },
  { fault: "executor:write:1:torn", says: /damaged/, lies: true },
  { fault: "executor:syncData:1:EIO", says: BROKEN },
  { fault: "executor:syncData:1:ENOSPC", says: FULL },
  { fault: "executor:rename:1:EIO", says: BROKEN },
  { fault: "executor:rename:1:lost", says: /No such file/ },
  { fault: "scheduler:mkdirSync:1:ENOSPC", says: FULL },
  { fault: "scheduler:renameSync:1:EIO", says: BROKEN },
  { fault: "scheduler:renameSync:3:ENOSPC", says: FULL },
  { fault: "scheduler:renameSync:1:lost", says: /No such file/ },
  { fault: "scheduler:syncSync:1:EIO", says: BROKEN },
  { fault: "scheduler:syncSync:5:EIO", says: BROKEN },
  // There are file systems without links: it is renamed then.
  { fault: "scheduler:linkSync:1:EIO", says: null },
  { fault: "scheduler:begin:1:full", says: FULL },
  { fault: "scheduler:begin:2:full", says: FULL },
  { fault: "scheduler:begin:5:full", says: FULL },
];

/** A flow and a store, which is made anew for each fault. */
export class FaultLab implements AsyncDisposable {
  readonly lab = new Lab();
  readonly flow = this.lab.write("flow.ts", Deno.readTextFileSync(FLOW));
  #expected = new Map<string, string>();

  /** Runs the flow once without a fault, to know what must come out. */
  async begin(): Promise<void> {
    await this.lab.run(this.flow);
    this.#expected = await this.#latest();
  }

  /** Checks what a fault leads to. */
  async survive({ fault, says, lies }: Fault): Promise<void> {
    Deno.removeSync(this.lab.store, { recursive: true });
    const env = { TORTURE_FAULT: fault };
    const ended = await this.lab.start(["run", this.flow], { preload: FAULTS, env }).ended;
    this.checkWords(ended, says);
    const report = await this.checkStore(ended.events, lies === true);
    await this.goOn(report);
  }

  /** What fails says why, in words and by its exit code. */
  checkWords({ code, stdout, stderr }: FinishedRun, says: RegExp | null): void {
    assert.doesNotMatch(stderr, /defect|panicked/i);
    assert.equal(code, says === null ? 0 : 1, stdout + stderr);
    if (says !== null) assert.match(stdout + stderr, says);
  }

  /** What was reported is there, unless the disk lied: then what is lost is named. */
  async checkStore(events: readonly Event[], lied: boolean): Promise<VerifyReport | null> {
    const told = events.filter(({ type }) => type === "task_succeeded" || type === "task_caught");
    const dir = this.lab.store;
    if (!exists(`${dir}/flow.db`)) {
      assert.deepEqual(told, []);
      return null;
    }
    const report = await verifyStore(dir);
    assert.deepEqual(report.database, []);
    assert.equal(report.ok, !lied, JSON.stringify(report.problems));
    for (const { neededBy } of report.problems) assert.ok(neededBy[0]?.step !== undefined);
    using store = await openStore(dir, { readonly: true });
    const [run] = listRuns(store.db);
    for (const event of told) {
      const task = findTask(store.db, run!.id, Number(event.task));
      assert.ok(task !== undefined, "what was told of is in the store");
      if (!lied) assertWhole(store.db, store.objects, task);
    }
    return report;
  }

  /** Without the fault, a resume comes to the right end; from the step on that has lost something. */
  async goOn(report: VerifyReport | null): Promise<void> {
    using store = report && await openStore(this.lab.store, { readonly: true });
    const [run] = store === null ? [] : listRuns(store.db);
    const steps = report?.problems.map(({ neededBy }) => neededBy[0]!) ?? [];
    const [first] = steps.sort((a, b) => a.task! - b.task!);
    if (run === undefined) await this.lab.run(this.flow);
    else await this.lab.resume(this.flow, first === undefined ? [] : [first.step!]);
    assert.deepEqual(await this.#latest(), this.#expected);
    const { ok, problems, database } = await verifyStore(this.lab.store);
    assert.ok(ok, JSON.stringify([problems, database]));
  }

  async #latest(): Promise<Map<string, string>> {
    using store = await openStore(this.lab.store, { readonly: true });
    return census(store.db, listRuns(store.db)[0]!.id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.lab[Symbol.asyncDispose]();
  }
}

/** Lets each of these faults happen once. */
export async function tortureByFaults(faults: readonly Fault[]): Promise<{ faults: number }> {
  await using lab = new FaultLab();
  await lab.begin();
  for (const fault of faults) {
    try {
      await lab.survive(fault);
    } catch (error) {
      throw new Error(`fault ${fault.fault}`, { cause: error });
    }
  }
  return { faults: faults.length };
}
