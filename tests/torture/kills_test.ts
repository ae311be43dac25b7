import assert from "node:assert/strict";
import { tortureByKills } from "./kills.ts";
import { newSeed } from "./random.ts";

Deno.test("nothing that was reported is lost or runs again, whoever is killed and when", async () => {
  const two = [newSeed(), newSeed()].map((seed) => tortureByKills({ kills: 15, seed }));
  for (const { total, whole, tasks } of await Promise.all(two)) {
    assert.equal(total, 15);
    assert.ok(whole > 0 && tasks > 0);
  }
});
