/**
 * Flips bytes of a small store, one at a time, and looks whether `verify` finds each: it must be found
 * and named, or change nothing of what the store tells.
 *
 * @module
 */

import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { FlowError } from "../../store/error.ts";
import { openStore } from "../../store/store.ts";
import { objectFiles } from "../../store/upkeep/files.ts";
import { verifyStore } from "../../store/upkeep/verify.ts";
import { Lab } from "../acceptance/harness.ts";
import { Random } from "./random.ts";

const FLOW = new URL("flows/small.ts", import.meta.url).pathname;

export interface FlipOptions {
  seed: number;
  /** How many bytes, chosen by chance; else each. */
  bytes?: number;
  /** Told now and then how far it is. */
  onProgress?: (done: number, of: number) => void;
}

/** What {@linkcode tortureByFlips} has seen. */
export interface FlipReport {
  flips: number;
  /** Named by `verify`. */
  found: number;
  /** In bytes that hold nothing. */
  harmless: number;
}

interface Place {
  path: string;
  at: number;
}

/** @throws Where a flip changes what the store tells, and `verify` finds nothing. */
export async function tortureByFlips(options: FlipOptions): Promise<FlipReport> {
  const random = new Random(options.seed);
  await using lab = new Lab();
  const { run } = await lab.run(FLOW);
  await lab.flow(["tag", "add", run, "tagged"]);
  moveLog(`${lab.store}/flow.db`);
  const expected = await contents(lab.store);
  const files = ["flow.db", ...[...objectFiles(lab.store)].map(({ path }) => path)]
    .map((path) => path.startsWith("/") ? path : `${lab.store}/${path}`);
  const all: Place[] = files.flatMap((path) =>
    Array.from({ length: Deno.statSync(path).size }, (_, at) => ({ path, at }))
  );
  const places = options.bytes === undefined
    ? all
    : Array.from({ length: options.bytes }, () => random.pick(all));
  const missed: string[] = [];
  const report: FlipReport = { flips: 0, found: 0, harmless: 0 };
  for (const place of places) {
    const mask = 1 + random.below(255);
    await using _ = flipped(place, mask);
    const where = `byte ${place.at} of ${place.path}, mask ${mask}`;
    const verdict = await verdictOn(lab.store);
    if (verdict === true) report.found++;
    else if (verdict !== false) missed.push(`${where}: verify fails with ${verdict}`);
    else {
      const now = await contents(lab.store).catch((error) => [String(error)]);
      const changed = now.find((line, at) => line !== expected[at]);
      if (changed === undefined) report.harmless++;
      else missed.push(`${where}: ${changed}`);
    }
    if (++report.flips % 1000 === 0) options.onProgress?.(report.flips, places.length);
  }
  const { flips } = report;
  const of = `${missed.length} of ${flips} flips with seed ${options.seed}`;
  assert.ok(missed.length === 0, `${of} are not found:\n${missed.slice(0, 20).join("\n")}`);
  return report;
}

/** All of the database is in one file then. */
function moveLog(path: string): void {
  using db = new DatabaseSync(path);
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

/** One byte is another one until it is disposed of. */
function flipped({ path, at }: Place, mask: number): AsyncDisposable {
  Deno.chmodSync(path, 0o644);
  const change = () => {
    using file = Deno.openSync(path, { read: true, write: true });
    const byte = new Uint8Array(1);
    file.seekSync(at, Deno.SeekMode.Start);
    file.readSync(byte);
    byte[0]! ^= mask;
    file.seekSync(at, Deno.SeekMode.Start);
    file.writeSync(byte);
  };
  change();
  return {
    async [Symbol.asyncDispose]() {
      change();
      for (const ending of ["-wal", "-shm"]) await Deno.remove(`${path}${ending}`).catch(() => {});
    },
  };
}

/** Whether `verify` finds something; or how it fails, which it must not. */
async function verdictOn(dir: string): Promise<boolean | string> {
  try {
    const { ok, database, problems } = await verifyStore(dir);
    if (!ok) assert.ok(database.length + problems.length > 0);
    return !ok;
  } catch (error) {
    return error instanceof FlowError ? true : `${(error as Error).stack}`;
  }
}

/** All that a store tells: its rows, and the bytes of its objects. */
async function contents(dir: string): Promise<string[]> {
  using store = await openStore(dir, { readonly: true });
  const told: string[] = [];
  const tables = store.db.prepare(
    // changes says when to look again, and nothing of what there is to see.
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
      AND name <> 'changes' ORDER BY name`,
  ).all();
  for (const { name } of tables) {
    const rows = store.db.prepare(`SELECT * FROM ${name}`).all().map((row) => {
      // The name of an object's file tells how it is coded, and that alone is believed.
      if (name === "objects") delete row.coding;
      return JSON.stringify(row);
    });
    told.push(...rows.sort().map((row) => `${name}: ${row}`));
  }
  for (const { digest } of store.db.prepare("SELECT digest FROM objects").all()) {
    store.objects.get(digest as string);
  }
  return told;
}
