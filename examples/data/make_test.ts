import assert from "node:assert/strict";
import { build } from "./make.ts";

Deno.test("build() gives exactly the data files that are shipped", async () => {
  for (const [path, text] of Object.entries(await build())) {
    const shipped = await Deno.readTextFile(new URL(`../${path}`, import.meta.url));
    assert.ok(shipped === text, `${path} differs: run deno run -A examples/data/make.ts`);
  }
});
