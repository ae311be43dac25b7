import assert from "node:assert/strict";
import { tortureByKills } from "./kills.ts";
import { newSeed } from "./random.ts";

Deno.test("nothing that was reported is lost or runs again, whoever is killed and when", async () => {
  const { total, whole, tasks } = await tortureByKills({ kills: 30, seed: newSeed() });
  assert.equal(total, 30);
  assert.ok(whole > 0 && tasks > 0);
});
