import assert from "node:assert/strict";
import { tortureByKills } from "./kills.ts";

Deno.test("nothing that was reported is lost or runs again, whoever is killed and when", async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const { total, whole, tasks } = await tortureByKills({ kills: 30, seed });
  assert.equal(total, 30);
  assert.ok(whole > 0 && tasks > 0);
});
