import assert from "node:assert/strict";
import { tortureByCrowd } from "./crowd.ts";
import { newSeed } from "./random.ts";

Deno.test("many programs at once on one store leave it whole, and all runs right", async () => {
  const { runs, gc, exports, verified, tasks } = await tortureByCrowd(5, newSeed());
  assert.ok(Math.min(runs, gc, exports, verified, tasks) > 0);
});
