/**
 * Measures Flow as a whole process against the least that the same work costs, and against its peers,
 * in turn, in one run: figures are told as ratios, since the speed of a machine changes from minute to
 * minute.
 *
 * `deno task bench` measures all, `deno task bench NAME…` some rows (`foreach` stands for all whose
 * name begins so), `--list` names them, `--install-peers` installs what Flow is compared with.
 *
 * @module
 */

import type { Benchmark } from "./benchmark.ts";
import { machine } from "./machine.ts";
import { installPeers } from "./peers/install.ts";
import { peerVersions } from "./peers/installed.ts";
import { Place } from "./place.ts";
import { endAll } from "./processes.ts";
import { skipped } from "./row.ts";
import { benchmarks } from "./rows/mod.ts";
import { head, show } from "./table.ts";

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--install-peers")) return await installPeers();
  if (args.includes("--list")) {
    for (const { name, about } of benchmarks) console.log(`${name.padEnd(20)} ${about}`);
    return 0;
  }
  const chosen = args.length === 0 ? benchmarks : args.flatMap(named);
  const unknown = args.find((name) => named(name).length === 0);
  if (unknown !== undefined) {
    console.error(`There is no row "${unknown}"; deno task bench --list names all.`);
    return 2;
  }
  for (const line of [...machine(), await peerVersions()]) console.log(line);
  console.log(`\n${head()}`);
  await using place = new Place();
  let interrupted = false;
  const interrupt = async () => {
    interrupted = true;
    await endAll();
    await place[Symbol.asyncDispose]();
    Deno.exit(130);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, interrupt);
  let failed = 0;
  for (const benchmark of chosen) {
    try {
      for (const row of await benchmark.run(place)) console.log(show(row));
    } catch (error) {
      // Of course it failed: its processes were ended. So is this one, in a moment.
      if (interrupted) await new Promise(() => {});
      failed++;
      console.log(show(skipped(benchmark.name, "it failed: see below")));
      console.error(error);
    }
  }
  return failed === 0 ? 0 : 1;
}

function named(name: string): Benchmark[] {
  const exact = benchmarks.filter((one) => one.name === name);
  return exact.length > 0 ? exact : benchmarks.filter((one) => one.name.startsWith(`${name}-`));
}

// Listeners to signals would keep it waiting.
Deno.exit(await main(Deno.args));
