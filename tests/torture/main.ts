/**
 * The long forms of the torture tests: `deno task torture [--kills N] [--seed S] [--only PART]`.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { tortureByCrowd } from "./crowd.ts";
import { tortureByDisks } from "./disks.ts";
import { FAULTS_OF_CALLS, tortureByFaults } from "./faults.ts";
import { tortureByFlips } from "./flips.ts";
import { tortureByKills } from "./kills.ts";
import { tortureByPowerCuts } from "./power_cuts.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    kills: { type: "string", default: "1000" },
    seed: { type: "string" },
    only: { type: "string" },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));

const PARTS: Record<string, () => Promise<unknown>> = {
  kills: () =>
    tortureByKills({
      kills: Number(values.kills),
      seed,
      everyPoint: true,
      onProgress: (kills) => {
        if (kills % 50 === 0) console.error(`  ${kills} kills`);
      },
    }),
  faults: async () => ({
    calls: await tortureByFaults(FAULTS_OF_CALLS),
    disks: await tortureByDisks([10, 60, 100, 150, 200, 250, 300, 400, 500, 600, 800, 1000]),
    power: await tortureByPowerCuts({ seed, resumes: 30 }),
  }),
  crowd: () => tortureByCrowd(60, seed),
  flips: () =>
    tortureByFlips({
      seed,
      onProgress: (done, of) => console.error(`  ${done} of ${of} bytes`),
    }),
};

const chosen = values.only === undefined ? Object.keys(PARTS) : values.only.split(",");
const unknown = chosen.find((name) => PARTS[name] === undefined);
if (unknown !== undefined || !Number.isInteger(seed)) {
  console.error(`Usage: torture [--kills N] [--seed S] [--only ${Object.keys(PARTS).join("|")}]`);
  Deno.exit(2);
}
console.log(`seed ${seed}`);
for (const name of chosen) {
  const before = performance.now();
  const report = await PARTS[name]!();
  const seconds = Math.round((performance.now() - before) / 1000);
  console.log(`${name}, ${seconds} s:`, report);
}
