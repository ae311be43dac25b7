import assert from "node:assert/strict";
import { tortureByFlips } from "./flips.ts";
import { newSeed } from "./random.ts";

Deno.test("a byte that is flipped anywhere in a store is found and named, or held nothing", async () => {
  const { flips, found, harmless } = await tortureByFlips({ seed: newSeed(), bytes: 200 });
  assert.deepEqual([flips, found + harmless], [200, 200]);
});
