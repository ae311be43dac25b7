/**
 * Cuts the power: of one run's journal (`preload/journal.ts`) it makes what the disk may hold after a
 * cut at each moment, and looks whether all that had been told is there.
 *
 * Simulated are: contents of files and names in folders that were not synced are lost, or some of
 * them, as chance has it; of SQLite's log, all that was synced is there, and after that a torn rest of
 * the next transaction. Taken on trust is that SQLite syncs its own files as it says (in `synchronous`
 * FULL, the log at each commit and its folder when the log is made).
 *
 * @module
 */

import assert from "node:assert/strict";
import { exists, parentPath } from "../../store/path.ts";
import { listRuns } from "../../store/metadata/runs.ts";
import { listTasks } from "../../store/metadata/tasks.ts";
import { openStore } from "../../store/store.ts";
import { verifyStore } from "../../store/upkeep/verify.ts";
import { type Event, Lab } from "../acceptance/harness.ts";
import { assertWhole, census, isDone } from "./census.ts";
import { DiskModel } from "./disk_model.ts";
import { Random } from "./random.ts";
import type { Entry } from "./preload/journal.ts";

const FLOW = new URL("flows/tortured.ts", import.meta.url);
const JOURNAL = new URL("preload/journal.ts", import.meta.url).href;

/** What {@linkcode tortureByPowerCuts} has done. */
export interface PowerReport {
  /** Disks that were looked at. */
  cuts: number;
  /** Those from which a run was resumed to its end. */
  resumed: number;
}

/** How {@linkcode tortureByPowerCuts} goes about. */
export interface PowerOptions {
  seed: number;
  /** At how many moments, chosen by chance; else at all. */
  moments?: number;
  /** At how many of these a run is resumed from what is left. */
  resumes: number;
}

/** Cuts the power after each commit, and after all that was told, of one run. */
export async function tortureByPowerCuts(options: PowerOptions): Promise<PowerReport> {
  const { seed, resumes } = options;
  const random = new Random(seed);
  await using lab = new Lab();
  const flow = lab.write("flow.ts", Deno.readTextFileSync(FLOW));
  const folder = `${lab.path}/journal`;
  Deno.mkdirSync(folder);
  const { run } = await lab.drive(["run", flow], {
    preload: JOURNAL,
    env: { TORTURE_JOURNAL: folder },
  });
  const expected = await latest(lab.store);
  const entries: Entry[] = Deno.readTextFileSync(`${folder}/journal`).split("\n").slice(0, -1)
    .map((line) => JSON.parse(line));
  const live = `${lab.path}/live`;
  Deno.renameSync(lab.store, live);
  const all = entries.flatMap(({ op }, at) => op === "commit" || op === "told" ? [at] : []);
  const moments = random.shuffle(all).slice(0, options.moments ?? all.length);
  const chosen = new Set(moments.slice(0, resumes));
  const report: PowerReport = { cuts: 0, resumed: 0 };
  for (const moment of moments) {
    for (const chance of [null, random]) {
      const before = entries.slice(0, moment + 1);
      await cut({ lab, live, folder, entries: before, all: entries, chance }).catch((cause) => {
        throw new Error(`cut of seed ${seed}`, { cause });
      });
      report.cuts++;
      if (chosen.has(moment)) {
        if (await newestRun(lab.store) === undefined) await lab.run(flow);
        else await lab.resume(flow);
        assert.deepEqual(await latest(lab.store), expected, `resumed ${run}`);
        report.resumed++;
      }
      if (exists(lab.store)) Deno.removeSync(lab.store, { recursive: true });
    }
  }
  return report;
}

interface Cut {
  lab: Lab;
  /** The store as it was at the end of the run. */
  live: string;
  folder: string;
  entries: Entry[];
  all: Entry[];
  chance: Random | null;
}

/** Makes the store that is left, and checks that all that was told is in it. */
async function cut({ lab, live, folder, entries, all, chance }: Cut): Promise<void> {
  const model = new DiskModel(lab.path);
  let number = 0;
  const told: Event[] = [];
  for (const entry of entries) {
    model.apply(entry);
    if (entry.op === "commit") {
      // With the first sync of a new log SQLite syncs the folder that it is in.
      if (number++ === 0) model.apply({ op: "syncFolder", path: lab.store });
    } else if (entry.op === "told") {
      for (const line of entry.text.split("\n")) if (line !== "") told.push(JSON.parse(line));
    }
  }
  // Where content is at the end does not depend on what was durable when.
  const rest = all.slice(entries.length);
  const left = leftWith(model, rest, chance);
  for (const { path, from, whole } of left) {
    if (path.startsWith(`${lab.store}/flow.db`)) continue;
    const source = from.replace(lab.store, live);
    const bytes = exists(source, "file") ? Deno.readFileSync(source) : new Uint8Array(100);
    write(path, whole ? bytes : bytes.subarray(0, bytes.length >> 1));
  }
  const hasDatabase = left.some(({ path }) => path === `${lab.store}/flow.db`);
  const what = `after ${entries.length} of ${all.length} entries, ${chance ? "some" : "none"} stay`;
  if (!hasDatabase) return assert.deepEqual(told, [], `the database is durable ${what}`);
  if (number > 0) layDatabase(folder, number, lab.store);
  else return;
  try {
    await check(lab.store, told);
  } catch (error) {
    throw new Error(what, { cause: error });
  }
}

function leftWith(model: DiskModel, rest: Entry[], chance: Random | null) {
  const left = model.left(chance);
  const moved = new Map(left.map(({ path }) => [path, path]));
  for (const entry of rest) {
    if (entry.op !== "rename") continue;
    for (const [path, at] of moved) if (at === entry.from) moved.set(path, entry.to);
  }
  return left.map((one) => ({ ...one, from: moved.get(one.path)! }));
}

function write(path: string, bytes: Uint8Array): void {
  Deno.mkdirSync(parentPath(path), { recursive: true });
  Deno.writeFileSync(path, bytes);
}

/** The database as it was synced, and after that what had begun to be written of the next commit. */
function layDatabase(folder: string, number: number, store: string): void {
  write(`${store}/flow.db`, Deno.readFileSync(`${folder}/${number}.db`));
  const log = Deno.readFileSync(`${folder}/${number}.db-wal`);
  const next = `${folder}/${number + 1}.db-wal`;
  const rest = exists(next) ? Deno.readFileSync(next).subarray(log.length) : new Uint8Array();
  const torn = rest.slice(0, rest.length >> 1);
  if (torn.length > 100) torn[100]! ^= 0xff;
  const bytes = new Uint8Array(log.length + torn.length);
  bytes.set(log);
  bytes.set(torn, log.length);
  write(`${store}/flow.db-wal`, bytes);
}

async function check(dir: string, told: readonly Event[]): Promise<void> {
  const { ok, database, problems } = await verifyStore(dir);
  assert.ok(ok, JSON.stringify([database, problems]));
  using store = await openStore(dir, { readonly: true });
  const [run] = listRuns(store.db);
  const started = told.some(({ type }) => type === "run_started");
  if (run === undefined) return assert.ok(!started, "a run that was told of is there");
  const done = listTasks(store.db, run.id).filter(isDone);
  for (const task of done) assertWhole(store.db, store.objects, task);
  const numbers = new Set(done.map(({ number }) => number));
  for (const { type, task } of told) {
    if (type !== "task_succeeded" && type !== "task_caught") continue;
    assert.ok(numbers.has(Number(task)), `task ${task}, which was told of, is there`);
  }
  const finished = told.some(({ type }) => type === "run_finished");
  if (finished) assert.equal(run.status, "succeeded");
}

async function newestRun(dir: string) {
  if (!exists(`${dir}/flow.db`)) return undefined;
  using store = await openStore(dir, { readonly: true });
  return listRuns(store.db)[0];
}

async function latest(dir: string): Promise<Map<string, string>> {
  using store = await openStore(dir, { readonly: true });
  return census(store.db, listRuns(store.db)[0]!.id);
}
