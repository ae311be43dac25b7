import assert from "node:assert/strict";
import { tortureByDisks } from "./disks.ts";
import { FAULTS_OF_CALLS, tortureByFaults } from "./faults.ts";
import { tortureByPowerCuts } from "./power_cuts.ts";
import { newSeed, Random } from "./random.ts";

Deno.test("where a call of the file system fails or lies, what fails says so and the rest is kept", async () => {
  const some = new Random(newSeed()).shuffle(FAULTS_OF_CALLS).slice(0, 4);
  assert.deepEqual(await tortureByFaults(some), { faults: some.length });
});

Deno.test("where the disk is full, what fails says so and the rest is kept", async () => {
  const { failed, of, skipped } = await tortureByDisks([250]);
  for (const why of skipped) console.log(why);
  assert.equal(failed, of);
});

Deno.test("when the power is cut, nothing that was reported is lost", async () => {
  const { cuts, resumed } = await tortureByPowerCuts({ seed: newSeed(), moments: 10, resumes: 1 });
  assert.deepEqual([cuts, resumed], [20, 2]);
});
