/**
 * Disks that really are full, and writes that the system really refuses, so that SQLite's own writes
 * fail too.
 *
 * @module
 */

import { FLOW } from "../cli/command.ts";
import type { Event, FinishedRun } from "../acceptance/harness.ts";
import { exists } from "../../store/path.ts";
import { FaultLab } from "./faults.ts";

const FULL = /No space left on device|disk is full|File too large|disk I\/O error/;

/** What the disks have done. */
export interface DisksReport {
  /** Runs that failed for the disk, of how many; the others had room enough. */
  failed: number;
  of: number;
  /** Why something was left out. */
  skipped: string[];
}

/**
 * Runs the flow with less room than it needs, in several amounts: no file may have more than some
 * kilobytes (where writes fail as a broken disk's do), and all files together on a small `tmpfs`.
 */
export async function tortureByDisks(kilobytes: readonly number[]): Promise<DisksReport> {
  const report: DisksReport = { failed: 0, of: 0, skipped: [] };
  await using lab = new FaultLab();
  await lab.begin();
  const mounts = await canMount();
  if (!mounts) report.skipped.push("no file system can be mounted here: no full disk was tried");
  for (const room of kilobytes) {
    for (const script of [limited(room), ...mounts ? [small(room, lab.lab.store)] : []]) {
      Deno.removeSync(lab.lab.store, { recursive: true });
      const ended = await runIn(script, lab);
      report.of++;
      try {
        lab.checkWords(ended, ended.code === 0 ? null : FULL);
        if (ended.code !== 0) report.failed++;
        if (exists(lab.lab.store)) await lab.goOn(await lab.checkStore(ended.events, false));
        else await lab.goOn(null);
      } catch (error) {
        throw new Error(`with ${room} KB by ${script}: ${ended.stderr}`, { cause: error });
      }
    }
  }
  return report;
}

/** A signal comes with the refused write, which would end the process before it can say anything. */
function limited(room: number): string {
  return `trap '' XFSZ; ulimit -f ${room * 2}; exec "$@"`;
}

/** What was on the small disk is copied to where the store is looked for, since it goes with it. */
function small(room: number, store: string): string {
  return `mkdir -p '${store}' && mount -t tmpfs -o size=${room}k tmpfs '${store}' || exit 9
    "$@"; code=$?
    cp -a '${store}' '${store}.copy' && umount '${store}' && rm -r '${store}'
    mv '${store}.copy' '${store}'; exit $code`;
}

async function canMount(): Promise<boolean> {
  try {
    const args = ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/tmp"];
    const command = new Deno.Command("unshare", { args, stdout: "null", stderr: "null" });
    return (await command.output()).success;
  } catch {
    return false;
  }
}

async function runIn(script: string, { lab, flow }: FaultLab): Promise<FinishedRun> {
  const command = [...FLOW, "run", flow, "--store", lab.store, "--json"];
  const [program, ...before] = script.includes("mount")
    ? ["unshare", "-rm", "sh", "-c"]
    : ["sh", "-c"];
  const output = await new Deno.Command(program!, {
    args: [...before, script, "sh", ...command],
    cwd: lab.path,
    env: { NO_COLOR: "1", FLOW_STORE: "", FLOW_DEBUG: "" },
    stdin: "null",
  }).output();
  const stdout = new TextDecoder().decode(output.stdout);
  const stderr = new TextDecoder().decode(output.stderr);
  const events: Event[] = stdout.split("\n").filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  const run = events[0]?.run ?? "";
  return { code: output.code, stdout, stderr, events, run, status: events.at(-1)?.status ?? "" };
}
