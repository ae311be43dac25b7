import assert from "node:assert/strict";
import { runFlow } from "flow";
import type Pi from "./flow.ts";

Deno.test("Pi comes near to pi", async () => {
  const store = await Deno.makeTempDir();
  try {
    const run = await runFlow<Pi>(new URL("flow.ts", import.meta.url), {
      params: { points: 10_000, throwers: 2 },
      store,
    });
    assert.equal(await run.status, "succeeded");
    assert.ok(Math.abs(await run.get("pi") - Math.PI) < 0.1);
  } finally {
    await Deno.remove(store, { recursive: true });
  }
});
